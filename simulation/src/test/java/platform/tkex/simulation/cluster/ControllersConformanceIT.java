package platform.tkex.simulation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Projection;
import platform.tkex.simulation.api.RealApi;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Translator;
import platform.tkex.simulation.cluster.FamilyHistory.Member;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/**
 * The model's garbage collector and claim protection come to where the real ones come to, after
 * each deletion of random families. The way there is not compared: theirs are many workers.
 */
@KubernetesCluster
class ControllersConformanceIT {

  private static final int FAMILIES = Integer.getInteger("conformance.families", 60);
  private static final int DELETIONS = 6;
  private static final int AT_ONCE = 8;

  @Test
  void randomFamilies(KubernetesClient client, TestNamespace namespace) throws Exception {
    Await.until(
        "the namespace takes pods",
        () ->
            client.serviceAccounts().inNamespace(namespace.name()).withName("default").get()
                != null);
    try (RealApi real = new RealApi(client);
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<@Nullable Void>> families =
          LongStream.rangeClosed(1, FAMILIES)
              .<Callable<@Nullable Void>>mapToObj(seed ->
                  () -> {
                    new Family(real, seed, namespace.name()).live();
                    return null;
                  })
              .toList();
      for (Future<@Nullable Void> family : workers.invokeAll(families)) {
        family.get();
      }
    }
  }

  /** One history on both sides. */
  private static final class Family {
    private final RealApi real;
    private final String namespace;
    private final long seed;
    private final FamilyHistory history;
    private final Translator translator = new Translator();
    private final List<String> story = new ArrayList<>();

    Family(RealApi real, long seed, String namespace) {
      this.real = real;
      this.namespace = namespace;
      this.seed = seed;
      this.history = new FamilyHistory(seed, namespace);
    }

    void live() {
      List<Request> births = history.births();
      for (int i = 0; i < births.size(); i++) {
        Answer answer = send(births.get(i));
        assertThat(answer.code()).as(story.toString()).isEqualTo(201);
        ObjectNode model = Objects.requireNonNull(history.get(history.members().get(i)));
        translator.learn(model, answer.body(), true);
      }
      for (int i = 0; i < DELETIONS; i++) {
        Request request = history.next();
        if (request == null) {
          return;
        }
        assertThat(send(request).succeeded()).as("seed " + seed + " " + story).isTrue();
        Await.untilAsserted(
            "seed " + seed + " comes to the same end",
            () -> assertThat(realState()).as(story.toString()).isEqualTo(modelState()));
      }
    }

    private Answer send(Request request) {
      story.add(request.toString());
      return real.handle(translator.toReal(request));
    }

    private List<String> modelState() {
      return history.members().stream().map(member -> line(member, history.get(member))).toList();
    }

    private List<String> realState() {
      List<String> lines = new ArrayList<>();
      for (Member member : history.members()) {
        Answer answer =
            real.handle(Request.get(member.resource().path(namespace, member.name()), "test"));
        lines.add(line(member, answer.code() == 404 ? null : answer.body()));
      }
      return lines;
    }

    private String line(Member member, @Nullable JsonNode object) {
      if (object == null) {
        return member.name() + " gone";
      }
      JsonNode shown = Projection.of(object, translator::toModel, version -> "").path("metadata");
      return member.name()
          + (shown.has("deletionTimestamp") ? " terminating " : " lives ")
          + shown.path("finalizers")
          + shown.path("ownerReferences");
    }
  }
}
