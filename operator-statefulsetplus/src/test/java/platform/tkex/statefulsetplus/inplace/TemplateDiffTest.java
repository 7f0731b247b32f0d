package platform.tkex.statefulsetplus.inplace;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.statefulsetplus.inplace.Templated.template;
import static platform.tkex.statefulsetplus.inplace.Templated.yaml;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateDiffTest {

  @Test
  void nothing() {
    Difference difference =
        TemplateDiff.between(template("", "", ""), template("", "env: []", "volumes: []"));

    assertThat(difference)
        .isEqualTo(new Difference(Map.of(), Map.of(), Map.of(), Map.of(), null, Set.of(), ""));
  }

  @Test
  void imagesOfContainersAndOfSidecars() {
    PodTemplateSpec from =
        yaml(
            """
            spec:
              initContainers:
              - {name: setup, image: 's:1'}
              - {name: proxy, image: 'p:1', restartPolicy: Always}
              containers: [{name: app, image: 'a:1'}, {name: log, image: 'l:1'}]
            """);
    PodTemplateSpec to =
        yaml(
            """
            spec:
              initContainers:
              - {name: setup, image: 's:1'}
              - {name: proxy, image: 'p:2', restartPolicy: Always}
              containers: [{name: app, image: 'a:2'}, {name: log, image: 'l:1'}]
            """);

    Difference difference = TemplateDiff.between(from, to);

    assertThat(difference.images()).isEqualTo(Map.of("proxy", "p:2", "app", "a:2"));
    assertThat(difference.barrier()).isEmpty();
  }

  @Test
  void labelsAndAnnotationsThatComeChangeAndGo() {
    Difference difference =
        TemplateDiff.between(
            template("labels: {a: '1', b: '1'}, annotations: {x: '1'}", "", ""),
            template("labels: {b: '2', c: '1'}, annotations: {x: '1'}", "", ""));

    assertThat(difference.labels())
        .isEqualTo(Map.of("a", Optional.empty(), "b", Optional.of("2"), "c", Optional.of("1")));
    assertThat(difference.annotations()).isEmpty();
    assertThat(difference.restarts()).isEmpty();
    assertThat(difference.barrier()).isEmpty();
  }

  @Test
  void aContainerThatReadsWhatChangesIsRestartedUnlessItsImageChangesToo() {
    String env =
        "env: [{name: M, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['mode']\"}}}]";
    PodTemplateSpec from = template("labels: {mode: a}", env, "");

    assertThat(TemplateDiff.between(from, template("labels: {mode: b}", env, "")).restarts())
        .containsExactly("app");
    assertThat(TemplateDiff.between(from, template("labels: {mode: a, o: b}", env, "")).restarts())
        .isEmpty();
    PodTemplateSpec image = template("labels: {mode: b}", env, "");
    image.getSpec().getContainers().getFirst().setImage("app:v2");
    assertThat(TemplateDiff.between(from, image).restarts()).isEmpty();
  }

  @Test
  void resources() {
    String small = "resources: {requests: {cpu: 100m, memory: 1Gi}}";
    String large = "resources: {requests: {cpu: '1', memory: 1Gi}, limits: {cpu: '2'}}";

    Difference difference = TemplateDiff.between(template("", small, ""), template("", large, ""));

    assertThat(difference.resources()).containsOnlyKeys("app");
    assertThat(difference.barrier()).isEmpty();
    assertThat(difference.resizes()).isTrue();
  }

  @Test
  void resourcesOfTheWholePod() {
    Difference difference =
        TemplateDiff.between(
            template("", "", "resources: {limits: {cpu: '1', memory: 1Gi}}"),
            template("", "", "resources: {limits: {cpu: '2', memory: 1Gi}}"));

    assertThat(difference.podResources()).isNotNull();
    assertThat(difference.barrier()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "env: [{name: A, value: a}] | env: [{name: A, value: b}] |"
            + " spec.template.spec.containers[app].env[A].value: \"a\" became \"b\"",
        "env: [{name: A, value: a}] | '' | spec.template.spec.containers[app].env:"
            + " [{\"name\":\"A\",\"value\":\"a\"}] became nothing",
        "'resources: {requests: {cpu: 1}}' | ''  |"
            + " spec.template.spec.containers[app].resources.requests: {\"cpu\":\"1\"} became"
            + " nothing",
        "'resources: {limits: {gpu: 1}}' | 'resources: {limits: {gpu: 2}}' |"
            + " spec.template.spec.containers[app].resources.limits.gpu: \"1\" became \"2\"",
        "'' | 'resources: {requests: {cpu: 1}}' | spec.template.spec.containers[].resources change"
            + " the QoS class from BEST_EFFORT to BURSTABLE",
        "'resources: {limits: {cpu: 1, memory: 1Gi}}' | 'resources: {limits: {cpu: 1, memory: 1Gi},"
            + " requests: {cpu: 500m}}' | spec.template.spec.containers[].resources change the QoS"
            + " class from GUARANTEED to BURSTABLE",
      },
      delimiter = '|')
  void theFirstFieldThatStandsInTheWayIsNamed(String from, String to, String barrier) {
    assertThat(TemplateDiff.between(template("", from, ""), template("", to, "")).barrier())
        .isEqualTo(barrier);
  }

  @Test
  void anotherOrderOrNumberOfContainersIsABarrier() {
    PodTemplateSpec one = yaml("spec: {containers: [{name: a, image: i}, {name: b, image: i}]}");
    PodTemplateSpec turned = yaml("spec: {containers: [{name: b, image: i}, {name: a, image: i}]}");
    PodTemplateSpec fewer = yaml("spec: {containers: [{name: a, image: i}]}");

    assertThat(TemplateDiff.between(one, turned).barrier())
        .startsWith("spec.template.spec.containers: ");
    assertThat(TemplateDiff.between(one, fewer).barrier())
        .startsWith("spec.template.spec.containers: ");
  }

  /** The kubelet has run it, and will not again. */
  @Test
  void theImageOfAnInitContainerThatEndsIsABarrier() {
    PodTemplateSpec from = yaml("spec: {initContainers: [{name: i, image: a}], containers: []}");
    PodTemplateSpec to = yaml("spec: {initContainers: [{name: i, image: b}], containers: []}");

    assertThat(TemplateDiff.between(from, to).barrier())
        .isEqualTo("spec.template.spec.initContainers[i].image: \"a\" became \"b\"");
  }
}
