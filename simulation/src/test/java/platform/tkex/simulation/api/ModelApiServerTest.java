package platform.tkex.simulation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static platform.tkex.simulation.api.ModelFixture.PODS;
import static platform.tkex.simulation.api.ModelFixture.QUOTAS;
import static platform.tkex.simulation.api.ModelFixture.WORKLOADS;
import static platform.tkex.simulation.api.ModelFixture.at;
import static platform.tkex.simulation.api.ModelFixture.refused;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import platform.tkex.simulation.api.AdmissionHook.Verdict;

class ModelApiServerTest {

  private final ModelFixture model = new ModelFixture();
  private final ModelApiServer server = model.server;

  @Test
  void aNewObjectHasItsIdentityAndDefaults() {
    Answer pod = model.pod("web-0");

    assertThat(pod.code()).isEqualTo(201);
    assertThat(at(pod, "/metadata/uid")).startsWith("uid-");
    assertThat(at(pod, "/metadata/creationTimestamp")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(at(pod, "/metadata/generation")).isEqualTo("1");
    assertThat(at(pod, "/metadata/namespace")).isEqualTo("shop");
    assertThat(at(pod, "/status/phase")).isEqualTo("Pending");
    assertThat(at(pod, "/spec/terminationGracePeriodSeconds")).isEqualTo("30");
  }

  @Test
  void aCustomResourceIsPrunedAndGetsTheDefaultsOfItsSchema() {
    model.workload("web");

    Answer patched =
        model.merge(WORKLOADS + "/web", "{spec: {batchDeployConfig: {batchNum: 3}, no: 1}}");

    assertThat(at(patched, "/spec/batchDeployConfig/batchTimeoutSeconds")).isEqualTo("600");
    assertThat(patched.body().path("spec").has("no")).isFalse();
  }

  @Test
  void aNameIsTakenUntilItsObjectIsGone() {
    model.boundPod("web-0");
    refused(model.pod("web-0"), 409, "AlreadyExists", "pods \"web-0\" already exists");

    model.delete(PODS + "/web-0", "{}");

    refused(model.pod("web-0"), 409, "AlreadyExists", "object is being deleted: pods");
    model.delete(PODS + "/web-0", "{gracePeriodSeconds: 0}");
    assertThat(model.pod("web-0").code()).isEqualTo(201);
  }

  @Test
  void onlyAChangeOfSpecCountsAsAGeneration() {
    model.workload("web");

    assertThat(at(model.merge(WORKLOADS + "/web", "{spec: {replicas: 5}}"), "/metadata/generation"))
        .isEqualTo("2");
    assertThat(
            at(
                model.merge(WORKLOADS + "/web", "{metadata: {labels: {x: 'y'}}}"),
                "/metadata/generation"))
        .isEqualTo("2");
    assertThat(
            at(
                model.merge(WORKLOADS + "/web/status", "{status: {replicas: 1}}"),
                "/metadata/generation"))
        .isEqualTo("2");
  }

  @Test
  void statusAndTheRestAreWrittenApart() {
    model.workload("web");

    Answer main = model.merge(WORKLOADS + "/web", "{status: {replicas: 1}, spec: {replicas: 3}}");
    Answer status =
        model.merge(WORKLOADS + "/web/status", "{status: {replicas: 1}, spec: {replicas: 9}}");

    assertThat(main.body().has("status")).isFalse();
    assertThat(at(status, "/status/replicas")).isEqualTo("1");
    assertThat(at(status, "/spec/replicas")).isEqualTo("3");
  }

  @Test
  void aWriteThatChangesNothingKeepsTheVersion() {
    Answer pod = model.pod("web-0");
    long before = server.version();

    Answer same =
        model.merge(
            PODS + "/web-0",
            "{spec: {schedulerName: 'default-scheduler'}, metadata: {labels: {}}}");

    assertThat(same.body()).isEqualTo(pod.body());
    assertThat(server.version()).isEqualTo(before);
  }

  @Test
  void preconditionsOfAPatch() {
    model.pod("web-0");
    refused(
        model.merge(PODS + "/web-0", "{metadata: {uid: 'other', labels: {a: 'b'}}}"),
        422,
        "Invalid",
        "metadata.uid: Invalid value: \"other\": field is immutable");
    refused(
        model.merge(PODS + "/web-0", "{metadata: {resourceVersion: '1', labels: {a: 'b'}}}"),
        409,
        "Conflict",
        "the object has been modified");
    refused(
        model.patch(
            PODS + "/web-0", "[{op: 'test', path: '/metadata/resourceVersion', value: '1'}]"),
        422,
        "Invalid",
        "the server rejected our request");
    refused(model.merge(PODS + "/gone", "{}"), 404, "NotFound", "pods \"gone\" not found");
  }

  @Test
  void preconditionsOfADelete() {
    model.pod("web-0");

    refused(
        model.delete(PODS + "/web-0", "{preconditions: {uid: 'other'}}"),
        409,
        "Conflict",
        "cannot be fulfilled on Pod \"web-0\": the UID in the precondition");
    refused(
        model.delete(PODS + "/web-0", "{preconditions: {resourceVersion: '1'}}"),
        409,
        "Conflict",
        "the ResourceVersion in the precondition");
    assertThat(model.events).containsExactly("ADDED pods web-0");
  }

  @Test
  void aBoundPodEndsGracefully() {
    model.boundPod("web-0");

    Answer first = model.delete(PODS + "/web-0", "{gracePeriodSeconds: 10}");
    Answer longer = model.delete(PODS + "/web-0", "{gracePeriodSeconds: 20}");
    Answer shorter = model.delete(PODS + "/web-0", "{gracePeriodSeconds: 5}");
    model.delete(PODS + "/web-0", "{gracePeriodSeconds: 0}");

    assertThat(at(first, "/metadata/deletionTimestamp")).isEqualTo("2026-01-01T00:00:10Z");
    assertThat(longer.body()).isEqualTo(first.body());
    assertThat(at(shorter, "/metadata/deletionTimestamp")).isEqualTo("2026-01-01T00:00:05Z");
    assertThat(at(shorter, "/metadata/deletionGracePeriodSeconds")).isEqualTo("5");
    assertThat(model.events)
        .containsExactly(
            "ADDED pods web-0",
            "MODIFIED pods web-0",
            "MODIFIED pods web-0",
            "MODIFIED pods web-0",
            "MODIFIED pods web-0",
            "DELETED pods web-0");
  }

  @Test
  void aPodWithoutANodeIsGoneAtOnceButIsSeenToTerminate() {
    model.pod("web-0");

    Answer deleted = model.delete(PODS + "/web-0", "{}");

    assertThat(deleted.code()).isEqualTo(200);
    assertThat(at(deleted, "/metadata/deletionGracePeriodSeconds")).isEqualTo("0");
    assertThat(model.events)
        .containsExactly("ADDED pods web-0", "MODIFIED pods web-0", "DELETED pods web-0");
    assertThat(server.get(Resource.PODS, "shop", "web-0")).isNull();
  }

  @Test
  void finalizersHoldAnObjectAndNoneCanBeAdded() {
    model.workload("web");
    model.merge(WORKLOADS + "/web", "{metadata: {finalizers: ['x/a']}}");

    Answer deleted = model.delete(WORKLOADS + "/web", "{propagationPolicy: 'Foreground'}");

    assertThat(deleted.body().at("/metadata/finalizers").toString())
        .isEqualTo("[\"x/a\",\"foregroundDeletion\"]");
    refused(
        model.merge(WORKLOADS + "/web", "{metadata: {finalizers: ['x/a', 'x/b']}}"),
        422,
        "Invalid",
        "no new finalizers can be added");
    assertThat(model.merge(WORKLOADS + "/web", "{metadata: {finalizers: null}}").code())
        .isEqualTo(200);
    assertThat(server.get(Resource.STATEFULSETPLUSES, "shop", "web")).isNull();
  }

  @Test
  void theDeletionsEventShowsTheLastStoredStateWithANewVersion() {
    model.workload("web");
    model.merge(WORKLOADS + "/web", "{metadata: {finalizers: ['x/a']}}");
    model.delete(WORKLOADS + "/web", "{}");
    model.merge(WORKLOADS + "/web", "{metadata: {finalizers: null}}");

    Change last = server.since(Resource.STATEFULSETPLUSES, 0, 100).getLast();

    assertThat(last.type()).isEqualTo(Change.Type.DELETED);
    assertThat(last.after().at("/metadata/finalizers/0").asText()).isEqualTo("x/a");
    assertThat(last.after().at("/metadata/resourceVersion").asLong()).isEqualTo(last.version());
  }

  @Test
  void aDryRunLeavesNoTrace() {
    model.pod("web-0");
    long before = server.version();

    assertThat(
            model.post(PODS + "?dryRun=All", "{metadata: {generateName: 'x-'}, spec: {}}").code())
        .isEqualTo(201);
    assertThat(model.delete(PODS + "/web-0", "{dryRun: ['All']}").code()).isEqualTo(200);
    assertThat(model.merge(PODS + "/web-0?dryRun=All", "{metadata: {labels: {a: 'b'}}}").code())
        .isEqualTo(200);

    assertThat(server.version()).isEqualTo(before);
  }

  @Test
  void aTerminatingNamespaceTakesNothingNew() {
    model.delete("/api/v1/namespaces/shop", "{}");

    Answer refusal = model.pod("web-0");

    refused(refusal, 403, "Forbidden", "because it is being terminated");
    assertThat(at(refusal, "/details/causes/0/reason")).isEqualTo("NamespaceTerminating");
    Answer elsewhere = model.post("/api/v1/namespaces/none/pods", "{metadata: {name: 'x'}}");
    refused(elsewhere, 404, "NotFound", "namespaces \"none\" not found");
  }

  @Test
  void aFullQuotaRefusesUntilItsStatusSaysOtherwise() {
    model.post(QUOTAS, "{metadata: {name: 'q'}, spec: {hard: {pods: '1'}}}");
    refused(model.pod("web-0"), 403, "Forbidden", "status unknown for quota: q, resources: pods");
    model.merge(QUOTAS + "/q/status", "{status: {hard: {pods: '1'}, used: {pods: '0'}}}");

    assertThat(model.pod("web-0").code()).isEqualTo(201);
    model.delete(PODS + "/web-0", "{}");

    refused(
        model.pod("web-1"),
        403,
        "Forbidden",
        "exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");
  }

  @Test
  void hooksRefuseOrChange() {
    server.addHook(review ->
        switch (review.operation()) {
          case CREATE -> {
            ObjectNode changed = Objects.requireNonNull(review.after()).deepCopy();
            changed.withObject("/metadata/labels").put("injected", "yes");
            yield new Verdict.Changed(changed);
          }
          case UPDATE -> new Verdict.Denied("guard.example", "no");
          case DELETE -> new Verdict.Unreachable("guard.example", "timeout");
        });

    assertThat(at(model.pod("web-0"), "/metadata/labels/injected")).isEqualTo("yes");
    refused(
        model.merge(PODS + "/web-0", "{metadata: {labels: null}}"),
        403,
        "Forbidden",
        "admission webhook \"guard.example\" denied the request: no");
    refused(
        model.delete(PODS + "/web-0", "{}"),
        500,
        "InternalError",
        "failed calling webhook \"guard.example\": timeout");
  }

  @Test
  void thePastCanBeReadAndForgotten() {
    model.pod("web-0");
    long first = server.version();
    model.merge(PODS + "/web-0", "{metadata: {labels: {a: 'b'}}}");
    model.pod("web-1");
    model.delete(PODS + "/web-0", "{}");

    assertThat(server.listAsOf(Resource.PODS, first)).hasSize(1);
    assertThat(server.listAsOf(Resource.PODS, first - 1)).isEmpty();
    assertThat(names(server.list(Resource.PODS))).containsExactly("web-1");
    assertThat(server.since(Resource.PODS, first, 2)).hasSize(2);
    server.compact(first + 1);
    assertThatThrownBy(() -> server.since(Resource.PODS, first, 2))
        .isInstanceOf(GoneException.class);
    assertThat(server.getAsOf(Resource.PODS, "shop", "web-0", first)).isNotNull();
  }

  private static List<String> names(List<ObjectNode> objects) {
    return objects.stream().map(object -> object.at("/metadata/name").asText()).toList();
  }
}
