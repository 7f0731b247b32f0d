package platform.tkex.statefulsetplus.inplace;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.statefulsetplus.inplace.Templated.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import platform.tkex.statefulsetplus.revision.PodFactory;

/** The very requests, as JSON. */
class InPlacePatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:05Z");

  private static PodTemplateSpec image(String image) {
    PodTemplateSpec template = template("", "", "");
    template.getSpec().getContainers().getFirst().setImage(image);
    return template;
  }

  private static InPlacePatch patch(PodSketch sketch, PodTemplateSpec from, PodTemplateSpec to) {
    return new InPlacePatch(sketch.pod, TemplateDiff.between(from, to), "web-b");
  }

  private static JsonNode json(Object body) {
    return JSON.valueToTree(body);
  }

  private static JsonNode change(PodSketch sketch, PodTemplateSpec from, PodTemplateSpec to) {
    return json(patch(sketch, from, to).change(null, NOW).orElseThrow());
  }

  private static UpdateRecord record(JsonNode body) {
    PodSketch sketch = new PodSketch();
    String text = body.at("/metadata/annotations").path(UpdateRecord.ANNOTATION).asText();
    sketch.with(p -> p.getMetadata().getAnnotations().put(UpdateRecord.ANNOTATION, text));
    return UpdateRecord.of(sketch.pod);
  }

  @Test
  void anImageIsOneRequestBoundToThePodAsItWasSeen() {
    PodSketch sketch = new PodSketch();

    JsonNode body = change(sketch, image("app:v1"), image("app:v2"));

    assertThat(patch(sketch, image("app:v1"), image("app:v2")).resize()).isEmpty();
    assertThat(body.at("/metadata/uid").asText()).isEqualTo("u0");
    assertThat(body.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    assertThat(body.at("/metadata/labels").path(PodFactory.REVISION_LABEL).asText())
        .isEqualTo("web-b");
    assertThat(body.path("spec"))
        .isEqualTo(json(Map.of("containers", List.of(Map.of("name", "app", "image", "app:v2")))));
    assertThat(record(body))
        .isEqualTo(
            new UpdateRecord(
                4,
                Map.of("app", new UpdateRecord.Was("app:v1", "sha256:11", "c1", false, false)),
                false));
  }

  @Test
  void labelsAndAnnotationsThatGoAreNull() {
    JsonNode body =
        change(
            new PodSketch(),
            template("labels: {a: '1'}, annotations: {x: '1'}", "", ""),
            template("labels: {b: '2'}", "", ""));

    assertThat(body.at("/metadata/labels/a").isNull()).isTrue();
    assertThat(body.at("/metadata/labels/b").asText()).isEqualTo("2");
    assertThat(body.at("/metadata/annotations/x").isNull()).isTrue();
    assertThat(body.has("spec")).isFalse();
    assertThat(record(body)).isEqualTo(new UpdateRecord(3, Map.of(), false));
  }

  @Test
  void resourcesGoFirstAndTheChangeIsBoundToWhatTheyMade() {
    PodTemplateSpec small = template("", "resources: {requests: {cpu: 1, memory: 1Gi}}", "");
    PodTemplateSpec large = template("", "resources: {requests: {cpu: 2, memory: 1Gi}}", "");
    PodSketch sketch = new PodSketch();
    sketch.with(p ->
        p.getSpec()
            .getContainers()
            .getFirst()
            .setResources(small.getSpec().getContainers().getFirst().getResources()));
    InPlacePatch patch = patch(sketch, small, large);

    JsonNode resize = json(patch.resize().orElseThrow());
    assertThat(resize.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    assertThat(resize.at("/spec/containers/0/resources/requests/cpu").asText()).isEqualTo("2");

    JsonNode change = json(patch.change("8", NOW).orElseThrow());
    assertThat(change.at("/metadata/resourceVersion").asText()).isEqualTo("8");
    assertThat(record(change)).isEqualTo(new UpdateRecord(4, Map.of(), true));
  }

  /** As after a crash between the two requests. */
  @Test
  void resourcesThatThePodHasAlreadyAreNotSentButAwaited() {
    PodTemplateSpec small = template("", "resources: {requests: {cpu: 1}}", "");
    PodTemplateSpec large = template("", "resources: {requests: {cpu: 2}}", "");
    PodSketch sketch = new PodSketch();
    sketch.with(p ->
        p.getSpec()
            .getContainers()
            .getFirst()
            .setResources(large.getSpec().getContainers().getFirst().getResources()));

    assertThat(patch(sketch, small, large).resize()).isEmpty();
    assertThat(record(change(sketch, small, large))).isEqualTo(new UpdateRecord(3, Map.of(), true));
  }

  @Test
  void aContainerIsRestartedByAnotherSpellingOfItsImage() {
    String env =
        "env: [{name: M, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['mode']\"}}}]";

    JsonNode body =
        change(
            new PodSketch(),
            template("labels: {mode: a}", env, ""),
            template("labels: {mode: b}", env, ""));

    assertThat(body.at("/spec/containers/0/image").asText()).isEqualTo("docker.io/library/app:v1");
    assertThat(record(body).was())
        .isEqualTo(Map.of("app", new UpdateRecord.Was("app:v1", "sha256:11", "c1", true, false)));
  }

  @Test
  void aChangeUponAChangeKeepsWhatRan() {
    PodSketch sketch = new PodSketch();
    sketch.patched("app:v2", record(change(sketch, image("app:v1"), image("app:v2"))));

    JsonNode body = change(sketch, image("app:v2"), image("app:v3"));

    assertThat(record(body))
        .isEqualTo(
            new UpdateRecord(
                5,
                Map.of("app", new UpdateRecord.Was("app:v1", "sha256:11", "c1", false, true)),
                false));
  }

  @Test
  void containersThatTheTemplateDoesNotKnowAreLeftAlone() {
    PodSketch sketch = new PodSketch();
    sketch.with(p ->
        p.getSpec()
            .getContainers()
            .addFirst(new ContainerBuilder().withName("injected").withImage("proxy:1").build()));

    JsonNode body = change(sketch, image("app:v1"), image("app:v2"));

    assertThat(body.path("spec"))
        .isEqualTo(json(Map.of("containers", List.of(Map.of("name", "app", "image", "app:v2")))));
  }
}
