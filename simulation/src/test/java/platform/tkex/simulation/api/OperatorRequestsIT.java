package platform.tkex.simulation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.pods.PodChange;
import platform.tkex.common.pods.PodExpectations;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.act.LivingPods;
import platform.tkex.statefulsetplus.act.OwnPods;
import platform.tkex.statefulsetplus.act.PodActions;
import platform.tkex.statefulsetplus.act.RevisionActions;
import platform.tkex.statefulsetplus.act.StatusWriter;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.plan.Action;
import platform.tkex.statefulsetplus.revision.Revision;
import platform.tkex.statefulsetplus.revision.RevisionPlan;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/** What the operator sends, byte for byte, is answered by the model as by the real server. */
@KubernetesCluster
class OperatorRequestsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesSerialization serialization = new KubernetesSerialization();
  private final List<Exchange> trace = new ArrayList<>();
  private final ModelApiServer model = TraceGenerator.model(1);
  private final ApiWriter writer =
      new ApiWriter(
          this::send,
          Fence.always(),
          1,
          Runnable::run,
          Ticker.system(),
          Sleeper.system(),
          new CompositeMeterRegistry());

  @Test
  void aWorkloadsWrites(KubernetesClient client, TestNamespace namespace) {
    Await.until(
        "the namespace takes pods",
        () ->
            client.serviceAccounts().inNamespace(namespace.name()).withName("default").get()
                != null);
    play(namespace.name());

    try (RealApi real = new RealApi(client)) {
      assertThat(new Replay(real).run(trace)).isEmpty();
    }
    assertThat(trace).hasSizeGreaterThan(15);
  }

  private void play(String namespace) {
    ObjectNode object = JSON.createObjectNode();
    object.putObject("metadata").put("name", namespace);
    model.handle(Request.post("/api/v1/namespaces", object, "test"));
    model.addRecorder(trace::add);
    model.handle(Request.post(Resource.STATEFULSETPLUSES.path(namespace), workload(), "user"));
    StatefulSetPlus owner = owner(namespace);
    Revision revision = revisions(owner);
    pods(owner, revision);
    statuses(owner);
  }

  /** Tried out, kept, found to be there, renumbered on top of the right and of an old version. */
  private Revision revisions(StatefulSetPlus owner) {
    RevisionActions actions = new RevisionActions(writer, serialization);
    RevisionPlan.Update.Create update =
        new RevisionPlan.Update.Create(
            "web-1", 1, Objects.requireNonNull(owner.getSpec().getTemplate()));
    assertThat(actions.objection(owner, update)).isEmpty();
    actions.create(owner, update);
    actions.create(owner, update);
    Revision revision = revision(owner, "web-1");
    actions.renumber(owner, revision, 2);
    actions.renumber(owner, revision, 3);
    actions.adopt(owner, List.of(revision(owner, "web-1")));
    return revision(owner, "web-1");
  }

  private void pods(StatefulSetPlus owner, Revision revision) {
    OnePod cache = new OnePod();
    OwnPods own = new OwnPods(new PodExpectations(cache), Clock.systemUTC());
    LivingPods living =
        new LivingPods(cache, writer, serialization, own, new Refusals(), Clock.systemUTC());
    PodActions actions = new PodActions(writer, serialization, own, living, Clock.systemUTC());
    Action create = new Action.CreatePod(0, revision.name(), List.of("data"));
    actions.run(owner, Map.of(revision.name(), revision), List.of(create));
    actions.run(owner, Map.of(revision.name(), revision), List.of(create));
    living(owner, revision, actions, cache);
    String path = Resource.PODS.path(owner.getMetadata().getNamespace(), "web-0");
    ObjectNode pod = model.get(Resource.PODS, owner.getMetadata().getNamespace(), "web-0");
    String uid = Objects.requireNonNull(pod).at("/metadata/uid").asText();
    writer.run(Write.delete(path, "ffffffff-ffff-4fff-8fff-ffffffffffff", null, null));
    writer.run(Write.delete(path, uid, "1", null));
    writer.run(Write.delete(path, uid, pod.at("/metadata/resourceVersion").asText(), null));
    writer.run(Write.delete(path, uid, null, null));
  }

  /** To another image and other labels, and once more on top of a version that is old by then. */
  private void living(StatefulSetPlus owner, Revision revision, PodActions actions, OnePod cache) {
    PodTemplateSpec template =
        new PodTemplateSpecBuilder(revision.template())
            .editMetadata()
            .addToLabels("tier", "two")
            .endMetadata()
            .editSpec()
            .editFirstContainer()
            .withImage("app:2")
            .endContainer()
            .endSpec()
            .build();
    Revision next = new Revision("web-2", 2, "", template, "r", "1", List.of(), true);
    Pod pod = typed(Resource.PODS, owner.getMetadata().getNamespace(), "web-0", Pod.class);
    cache.pod = pod;
    PodState state =
        new PodState(
            "web-0",
            0,
            pod.getMetadata().getUid(),
            pod.getMetadata().getResourceVersion(),
            revision.name(),
            PodState.Phase.PENDING,
            false,
            null,
            true);
    Map<String, Revision> revisions = Map.of(revision.name(), revision, "web-2", next);
    Action update = new Action.UpdatePod(state, "web-2", "update");
    actions.run(owner, revisions, List.of(update));
    actions.run(owner, revisions, List.of(update));
  }

  /** On the version that was read, then once more on it though it is old by now. */
  private void statuses(StatefulSetPlus owner) {
    StatefulSetPlusStatus status = new StatefulSetPlusStatus();
    status.setReplicas(1);
    status.setObservedGeneration(1L);
    StatusWriter statuses = new StatusWriter(writer, serialization);
    assertThat(statuses.write(owner, status).done()).isTrue();
    assertThat(statuses.write(owner, status).done()).isFalse();
    StatefulSetPlus now = owner(owner.getMetadata().getNamespace());
    assertThat(statuses.write(now, status).done()).isTrue();
  }

  private StatefulSetPlus owner(String namespace) {
    return typed(Resource.STATEFULSETPLUSES, namespace, "web", StatefulSetPlus.class);
  }

  private Revision revision(StatefulSetPlus owner, String name) {
    ControllerRevision object =
        typed(
            Resource.REVISIONS, owner.getMetadata().getNamespace(), name, ControllerRevision.class);
    return Revision.of(object, true).orElseThrow();
  }

  private <T> T typed(Resource resource, String namespace, String name, Class<T> type) {
    ObjectNode object = Objects.requireNonNull(model.get(resource, namespace, name));
    return serialization.unmarshal(object.toString(), type);
  }

  private static ObjectNode workload() {
    return (ObjectNode)
        ModelFixture.json(
            """
            {apiVersion: 'platform.tkex/v1', kind: 'StatefulSetPlus', metadata: {name: 'web'},
             spec: {replicas: 1, serviceName: 'web', selector: {matchLabels: {app: 'web'}},
              template: {metadata: {labels: {app: 'web'}},
               spec: {schedulerName: 'nobody', automountServiceAccountToken: false,
                containers: [{name: 'main', image: 'app:1',
                 volumeMounts: [{name: 'data', mountPath: '/data'}]}]}},
              volumeClaimTemplates: [{metadata: {name: 'data'},
               spec: {storageClassName: 'none', accessModes: ['ReadWriteOnce'],
                resources: {requests: {storage: '1Gi'}}}}]}}\
            """);
  }

  private WriteResult send(Write write) {
    Answer answer =
        model.handle(
            new Request(
                Request.Method.valueOf(write.method().name()),
                write.path(),
                write.contentType(),
                body(write.body()),
                "operator"));
    return answer.succeeded()
        ? new WriteResult.Done(
            answer.code(),
            answer.body().at("/metadata/uid").asText(),
            answer.body().at("/metadata/resourceVersion").asText())
        : new WriteResult.Refused(answer.code(), answer.reason(), answer.message());
  }

  private static @Nullable JsonNode body(byte @Nullable [] bytes) {
    try {
      return bytes == null ? null : JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A cache that is never told of anything. */
  private static final class OnePod implements PodCache {
    @Nullable Pod pod;

    @Override
    public List<Pod> ownedBy(String ownerUid) {
      return List.of();
    }

    @Override
    public List<Pod> orphansIn(String namespace) {
      return List.of();
    }

    @Override
    public List<Pod> onNode(String node) {
      return List.of();
    }

    @Override
    public @Nullable Pod get(String namespace, String name) {
      return pod;
    }

    @Override
    public boolean synced() {
      return true;
    }

    @Override
    public @Nullable String lastResourceVersion() {
      return null;
    }

    @Override
    public void addListener(Consumer<PodChange> listener) {}
  }
}
