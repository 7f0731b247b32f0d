package platform.tkex.common.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static platform.tkex.common.pods.Pods.ownedBy;
import static platform.tkex.common.pods.Pods.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.client.Clients;
import platform.tkex.common.client.FakeApiServer;
import platform.tkex.common.client.FakeApiServer.Reply;
import platform.tkex.common.client.FakeApiServer.Watch;
import platform.tkex.common.read.KubernetesReader;

@SuppressWarnings("NullAway.Init")
class PodInformerTest {

  private static final String GONE =
      "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":410,"
          + "\"reason\":\"Expired\",\"message\":\"too old resource version\"}";

  @TempDir private Path folder;
  private final FakeApiServer server = new FakeApiServer();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final List<PodChange> changes = new CopyOnWriteArrayList<>();
  private Clients clients;
  private PodInformer informer;

  @BeforeEach
  void prepare() throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u}}]
        clusters: [{name: k, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: t}}]
        """
            .formatted(server.url()));
    clients = Clients.from(ClientFactory.of(kubeconfig, "test"));
    informer = informer(null);
    informer.addListener(changes::add);
    server.onWatch(watches::add);
  }

  @AfterEach
  void close() {
    informer.close();
    clients.close();
    server.close();
  }

  private PodInformer informer(@Nullable String namespace) {
    return new PodInformer(new KubernetesReader(clients, namespace).informer(Pod.class));
  }

  @Test
  void theListIsAConsistentReadInPagesAndTheWatchGoesOnFromIt() {
    server.answers(request ->
        request.query().containsKey("continue")
            ? page("100", "", pod("b", "ub", "90"))
            : page("100", "next", pod("a", "ua", "80")));
    assertThat(informer.synced()).isFalse();
    assertThat(informer.lastResourceVersion()).isNull();

    start();

    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().getFirst().query())
        .containsEntry("limit", "1000")
        .doesNotContainKeys("resourceVersion", "resourceVersionMatch");
    assertThat(server.requests().getLast().query())
        .containsEntry("continue", "next")
        .doesNotContainKey("resourceVersion");
    assertThat(watches.getFirst().query())
        .containsEntry("resourceVersion", "100")
        .containsEntry("allowWatchBookmarks", "true");
    assertThat(informer.synced()).isTrue();
    assertThat(informer.lastResourceVersion()).isEqualTo("100");
    await().until(() -> names(changes).equals(List.of("+a", "+b")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClosedWatchGoesOnFromTheLastVersionWithoutAList(boolean broken) {
    server.answers(_ -> page("100", "", pod("a", "ua", "80")));
    start();
    watches.getFirst().send("ADDED", json(pod("b", "ub", "101")));
    watches.getFirst().send("BOOKMARK", json(pod("", "", "150")));
    await().until(() -> "150".equals(informer.lastResourceVersion()));

    end(watches.getFirst(), broken);

    await().until(() -> watches.size() == 2);
    assertThat(watches.getLast().from()).isEqualTo("150");
    watches.getLast().send("DELETED", json(pod("a", "ua", "151")));
    await().until(() -> names(changes).equals(List.of("+a", "+b", "-a")));
    assertThat(server.requests()).as("one list").hasSize(1);
  }

  /**
   * The server holds a log of events, gives them out from where the client says it is, and ends.
   */
  @Test
  void aWatchThatIsClosedAgainAndAgainLosesAndRepeatsNothing() {
    Random random = new Random(7);
    List<Pod> log =
        IntStream.range(0, 600)
            .mapToObj(i -> pod("p" + i % 50, "u" + i % 50, Integer.toString(101 + i)))
            .toList();
    server.answers(_ -> page("100", ""));
    server.onWatch(watch -> {
      watches.add(watch);
      int from = Integer.parseInt(watch.from()) - 100;
      int events = 1 + random.nextInt(40);
      log.stream()
          .skip(from)
          .limit(events)
          .forEach(pod -> watch.send(from < 50 ? "ADDED" : "MODIFIED", json(pod)));
      if (from + events < log.size()) {
        end(watch, random.nextBoolean());
      }
    });

    start();

    // one that ends in the very moment in which it is opened is noticed by the client after 15 s
    await().atMost(90, TimeUnit.SECONDS).until(() -> "700".equals(informer.lastResourceVersion()));
    await().until(() -> changes.size() == log.size());
    assertThat(changes)
        .extracting(change -> change.latest().getMetadata().getResourceVersion())
        .isEqualTo(log.stream().map(pod -> pod.getMetadata().getResourceVersion()).toList());
    assertThat(watches).hasSizeGreaterThan(15);
    assertThat(server.requests()).as("one list").hasSize(1);
  }

  @Test
  void aVersionThatIsGoneIsListedAnewAndWhatHappenedMeanwhileIsTold() {
    AtomicInteger lists = new AtomicInteger();
    server.answers(_ ->
        lists.incrementAndGet() == 1
            ? page("100", "", pod("a", "ua", "80"), pod("b", "ub", "81"), pod("c", "uc", "82"))
            : page("200", "", pod("b", "other", "180"), pod("c", "uc", "82"), pod("d", "ud", "9")));
    start();
    await().until(() -> changes.size() == 3);
    changes.clear();

    watches.getFirst().send("ERROR", GONE);

    await().until(() -> watches.size() == 2 && changes.size() == 3);
    assertThat(watches.getLast().from()).isEqualTo("200");
    assertThat(names(changes)).containsExactlyInAnyOrder("-a", "~b", "+d");
    assertThat(changes)
        .filteredOn(PodChange::replaced)
        .singleElement()
        .satisfies(change -> assertThat(change.latest().getMetadata().getUid()).isEqualTo("other"));
    assertThat(informer.lastResourceVersion()).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 410, 500})
  void aListThatFailsIsTriedUntilItSucceeds(int code) {
    AtomicInteger lists = new AtomicInteger();
    server.answers(request ->
        lists.incrementAndGet() <= 3 && request.query().containsKey("continue")
            ? new Reply(code, GONE.replace("410", Integer.toString(code)))
            : request.query().containsKey("continue")
                ? page("100", "", pod("b", "ub", "90"))
                : page("100", "next", pod("a", "ua", "80")));

    start();

    await().until(() -> names(changes).equals(List.of("+a", "+b")));
    assertThat(informer.synced()).isTrue();
  }

  @Test
  void anEventThatCannotBeReadIsFollowedByAList() {
    server.answers(_ -> page("100", "", pod("a", "ua", "80")));
    start();
    server.answers(_ -> page("200", "", pod("a", "ua", "80"), pod("b", "ub", "190")));

    watches.getFirst().send("ADDED", "{\"kind\":\"Pod\",\"metadata\":[]}");

    await().until(() -> names(changes).equals(List.of("+a", "+b")));
    assertThat(informer.running()).isTrue();
  }

  @Test
  void podsAreFoundByOwnerByNodeAndAsOrphansAsTheyChange() {
    Pod orphan = pod("a", "ua", "80");
    server.answers(_ -> page("100", "", orphan));
    start();
    assertThat(informer.orphansIn("x")).extracting(Pods::name).containsOnly("a");
    assertThat(informer.onNode("n")).isEmpty();

    Pod adopted =
        new PodBuilder(ownedBy("o", orphan))
            .editMetadata()
            .withResourceVersion("101")
            .endMetadata()
            .editSpec()
            .withNodeName("n")
            .endSpec()
            .build();
    watches.getFirst().send("MODIFIED", json(adopted));

    await().until(() -> "101".equals(informer.lastResourceVersion()));
    assertThat(informer.ownedBy("o")).hasSize(1);
    assertThat(informer.onNode("n")).hasSize(1);
    assertThat(informer.orphansIn("x")).isEmpty();
    assertThat(informer.get("x", "a")).isSameAs(informer.ownedBy("o").getFirst());
    assertThat(informer.get("y", "a")).isNull();
  }

  @Test
  void whatIsKeptAndToldIsTrimmed() {
    Pod whole =
        new PodBuilder(pod("a", "ua", "80"))
            .editSpec()
            .withServiceAccountName("s")
            .endSpec()
            .build();
    server.answers(_ -> page("100", "", whole));
    start();
    watches.getFirst().send("DELETED", json(whole));

    await().until(() -> changes.size() == 2);
    assertThat(changes)
        .allSatisfy(c -> assertThat(c.latest().getSpec().getServiceAccountName()).isNull());
  }

  @Test
  void aListenerThatFailsIsInNobodysWay() {
    PodInformer other = informer("x");
    other.addListener(_ -> {
      throw new IllegalStateException("on purpose");
    });
    other.addListener(changes::add);
    server.answers(_ -> page("100", "", pod("a", "ua", "80"), pod("b", "ub", "81")));

    other.start().orTimeout(10, TimeUnit.SECONDS).join();

    await().until(() -> names(changes).equals(List.of("+a", "+b")));
    assertThat(server.requests().getFirst().path()).isEqualTo("/api/v1/namespaces/x/pods");
    other.close();
    assertThat(other.running()).isFalse();
  }

  private void start() {
    informer.start().orTimeout(20, TimeUnit.SECONDS).join();
    await().until(() -> !watches.isEmpty());
  }

  private static void end(Watch watch, boolean broken) {
    if (broken) {
      watch.breakConnection();
    } else {
      watch.end();
    }
  }

  private static Reply page(String resourceVersion, String next, Pod... pods) {
    String items = Arrays.stream(pods).map(PodInformerTest::json).collect(Collectors.joining(","));
    return new Reply(
        200,
        "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
            + resourceVersion
            + "\",\"continue\":\""
            + next
            + "\"},\"items\":["
            + items
            + "]}");
  }

  private static String json(Pod pod) {
    return Serialization.asJson(pod);
  }

  /** Each change as + (came), ~ (changed) or - (went) and the pod's name. */
  private static List<String> names(List<PodChange> changes) {
    return changes.stream()
        .map(change -> sign(change.before(), change.after()) + Pods.name(change.latest()))
        .toList();
  }

  private static String sign(@Nullable Pod before, @Nullable Pod after) {
    return before == null ? "+" : after == null ? "-" : "~";
  }
}
