package platform.tkex.statefulsetplus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/**
 * Every rule of the CRD refuses by name, value and what is allowed; whatever a StatefulSet may say
 * is taken.
 */
@KubernetesCluster
class StatefulSetPlusValidationIT {
  private static final JsonNode BASE = RefusalCase.BASE;

  @SuppressWarnings("NullAway.Init")
  private RawApi api;

  @BeforeEach
  void connect(KubernetesClient client, TestNamespace namespace) {
    api = new RawApi(client, namespace.name());
  }

  static Stream<RefusalCase> refused() {
    return RefusalCase.all();
  }

  @ParameterizedTest
  @MethodSource
  void refused(RefusalCase refusal) {
    if (refusal.request() != RefusalCase.Request.CREATE) {
      api.create(BASE);
    }
    assertThatThrownBy(() -> refusal.send(api))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422))
        .message()
        .contains(refusal.says());
  }

  /** Creates each shape, then applies it again, as a pipeline does every few minutes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "documentation-example",
        "helm-database",
        "exported",
        "nulls",
        "smallest",
        "on-delete",
        "batches"
      })
  void accepted(String shape) {
    JsonNode object = RawApi.read("accepted/" + shape + ".yaml");
    JsonNode created = api.create(object);
    JsonNode replaced = api.replace(object);
    assertThat(replaced.get("spec")).isEqualTo(created.get("spec"));
    assertThat(created.at("/spec/template/spec/containers"))
        .as("containers are kept as they were given")
        .hasSameSizeAs(object.at("/spec/template/spec/containers"));
  }

  @Test
  void nothingOfAPodTemplateIsLost() {
    JsonNode object = RawApi.read("accepted/exported.yaml");
    JsonNode created = api.create(object);
    assertThat(created.at("/spec/template")).isEqualTo(object.at("/spec/template"));
  }

  @Test
  void aSmallObjectGetsTheDefaultsOfAStatefulSet() {
    JsonNode spec = api.create(RawApi.read("accepted/smallest.yaml")).get("spec");
    assertThat(spec.get("replicas").asInt()).isEqualTo(1);
    assertThat(spec.get("podManagementPolicy").asText()).isEqualTo("OrderedReady");
    assertThat(spec.get("revisionHistoryLimit").asInt()).isEqualTo(10);
    assertThat(spec.at("/updateStrategy/type").asText()).isEqualTo("RollingUpdate");
    assertThat(spec.at("/updateStrategy/rollingUpdate/partition").asText()).isEqualTo("0");
    assertThat(spec.at("/updateStrategy/podUpdatePolicy").asText()).isEqualTo("Recreate");
    assertThat(spec.at("/persistentVolumeClaimRetentionPolicy/whenScaled").asText())
        .isEqualTo("Retain");
    assertThat(spec.has("batchDeployConfig")).isFalse();
  }

  @Test
  void aPlanGetsItsDefaults() {
    ObjectNode object = BASE.deepCopy();
    ((ObjectNode) object.get("spec")).putObject("batchDeployConfig").put("batchNum", 3);
    JsonNode plan = api.create(object).at("/spec/batchDeployConfig");
    assertThat(plan)
        .hasToString(
            """
            {"batchAuto":false,"batchIntervalMinutes":0,"batchNum":3,"batchTimeoutSeconds":600,\
            "failedPodsTolerance":0,"maxUnavailable":"100%","podsUpdateMode":"Parallel",\
            "rollbackScope":"Batch"}\
            """);
  }

  /** The bounds of the schema are for the cost of the rules, not for people. */
  @Test
  void theLargestObjectsAreWithinTheBudgetOfTheRules() {
    ObjectNode object = BASE.deepCopy();
    ObjectNode spec = (ObjectNode) object.get("spec");
    ObjectNode plan = spec.putObject("batchDeployConfig").put("batchNum", 100);
    ArrayNode sizes = plan.putArray("podsNumToUpdate");
    ArrayNode containers = spec.withObject("/template/spec").putArray("containers");
    ObjectNode labels = spec.withObject("/template/metadata/labels");
    ObjectNode selected = spec.withObject("/selector/matchLabels");
    ArrayNode claims = spec.putArray("volumeClaimTemplates");
    for (int i = 0; i < 100; i++) {
      sizes.add(i + "%");
    }
    for (int i = 0; i < 600; i++) {
      containers.addObject().put("name", "c" + i).put("image", "example/web:" + i);
      labels.put("label-" + i, "v" + i);
    }
    for (int i = 0; i < 60; i++) {
      selected.put("label-" + i, "v" + i);
      claims.addObject().putObject("metadata").put("name", "claim-" + i);
    }
    assertThat(api.create(object).at("/spec/template/spec/containers")).hasSize(600);
    assertThat(api.replace(object).at("/spec/volumeClaimTemplates")).hasSize(60);
  }

  /** What a StatefulSet lets people change, and the plan. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{replicas: 0}",
        "{ordinals: {start: 5}}",
        "{minReadySeconds: 5}",
        "{revisionHistoryLimit: 0}",
        "{persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}}",
        "{updateStrategy: {type: OnDelete}}",
        "{batchDeployConfig: {batchNum: 2}}",
        "{template: {spec: {containers: [{name: other, image: 'example/other:1'}]}}}"
      })
  void changeable(String spec) {
    ObjectNode changed = RawApi.merged(BASE, RawApi.parse("{spec: " + spec + "}"));
    api.create(BASE);
    assertThat(api.replace(changed).at("/metadata/generation").asInt()).isEqualTo(2);
    assertThat(api.replace(BASE).at("/metadata/generation").asInt()).isEqualTo(3);
  }

  /** An absent list and an empty one are the same; so are a null and an absent field. */
  @Test
  void theSameClaimsWrittenInAnotherWayAreNoChange() {
    ObjectNode none = RawApi.merged(BASE, RawApi.parse("{spec: {volumeClaimTemplates: null}}"));
    ObjectNode empty = RawApi.merged(BASE, RawApi.parse("{spec: {volumeClaimTemplates: []}}"));
    api.create(none);
    assertThat(api.replace(empty)).isNotNull();
    assertThat(api.replace(none)).isNotNull();
  }

  @Test
  void scalesThroughTheSubresource(KubernetesClient client, TestNamespace namespace) {
    api.create(BASE);
    String scale =
        "/apis/platform.tkex/v1/namespaces/" + namespace.name() + "/statefulsetpluses/web/scale";
    client.raw(
        scale,
        "PUT",
        """
        {"apiVersion": "autoscaling/v1", "kind": "Scale",
         "metadata": {"name": "web", "namespace": "%s"}, "spec": {"replicas": 7}}\
        """
            .formatted(namespace.name()));
    assertThat(client.raw(scale)).contains("\"replicas\":7");
  }
}
