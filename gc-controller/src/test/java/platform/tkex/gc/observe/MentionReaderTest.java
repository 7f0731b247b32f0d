package platform.tkex.gc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WANTED = "web-0123456789";

  private static MentionReader.@Nullable Mention read(String yaml, String... names)
      throws IOException {
    byte[] json = JSON.writeValueAsBytes(Serialization.unmarshal(yaml, JsonNode.class));
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      MentionReader.Mention mention = new MentionReader(Set.of(names)).read(parser);
      assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
      assertThat(parser.nextToken()).as("what comes after the object").isNull();
      return mention;
    }
  }

  private static String pod(String spec) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: web-0, namespace: x, labels: {app: web}}
    spec: %s
    """
        .formatted(spec);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{volumes: [{name: v, configMap: {name: web-0123456789, optional: true}}]}",
        "{volumes: [{name: v, projected: {sources: [{secret: {name: s}},"
            + " {configMap: {name: web-0123456789}}]}}]}",
        "{containers: [{name: c, env: [{name: E, valueFrom: {configMapKeyRef:"
            + " {name: web-0123456789, key: k}}}]}]}",
        "{containers: [{name: c, envFrom: [{configMapRef: {name: web-0123456789}}]}]}",
        "{initContainers: [{name: c, envFrom: [{configMapRef: {name: web-0123456789}}]}]}",
        "{ephemeralContainers: [{name: c, envFrom: [{configMapRef: {name: web-0123456789}}]}]}",
        "{aFieldThatDoesNotExistYet: [[{deep: [{down: web-0123456789}]}]]}"
      })
  void aPodNamesItWhereverItsSpecDoes(String spec) throws IOException {
    assertThat(read(pod(spec), WANTED, "web-9999999999"))
        .isEqualTo(new MentionReader.Mention("web-0", Set.of(WANTED)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{volumes: [{name: v, configMap: {name: web}}]}",
        "{volumes: [{name: v, configMap: {name: web-01234567890}}]}",
        "{volumes: [{name: v, configMap: {name: a-web-0123456789}}]}"
      })
  void anotherNameIsAnotherConfigMap(String spec) throws IOException {
    assertThat(read(pod(spec), WANTED)).isNull();
  }

  @Test
  void anAnnotationNamesAVersionByItsHash() throws IOException {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web-0
          annotations:
            platform.tkex/config-version.web: "0123456789"
            platform.tkex/config-version.a.b: "abcdefabcd"
            other/config-version.db: "0123456789"
        """;

    assertThat(read(pod, WANTED, "a.b-abcdefabcd", "db-0123456789"))
        .isEqualTo(new MentionReader.Mention("web-0", Set.of(WANTED, "a.b-abcdefabcd")));
  }

  @Test
  void aRevisionNamesWhatItsOwnAnnotationsAndItsTemplateName() throws IOException {
    String revision =
        """
        apiVersion: apps/v1
        kind: ControllerRevision
        metadata:
          name: web-5d4f8
          annotations: {platform.tkex/config-version.web: "0123456789"}
        revision: 3
        data:
          spec:
            template:
              $patch: replace
              metadata: {annotations: {platform.tkex/config-version.db: "0123456789"}}
              spec: {volumes: [{name: v, configMap: {name: log-0123456789}}]}
        """;

    assertThat(read(revision, WANTED, "db-0123456789", "log-0123456789"))
        .isEqualTo(
            new MentionReader.Mention(
                "web-5d4f8", Set.of(WANTED, "db-0123456789", "log-0123456789")));
  }

  @Test
  void aStatefulSetPlusNamesThePinnedVersion() throws IOException {
    String workload =
        """
        apiVersion: platform.tkex/v1
        kind: StatefulSetPlus
        metadata: {name: meeting, namespace: x}
        spec:
          configMaps:
            - {name: db, version: latest, strategy: Auto}
            - {name: web, version: "0123456789"}
        status:
          configMaps: [{name: log, version: "0123456789"}]
        """;

    assertThat(read(workload, WANTED, "log-0123456789", "db-latest", "db-0123456789"))
        .isEqualTo(
            new MentionReader.Mention("meeting", Set.of(WANTED, "log-0123456789", "db-latest")));
  }

  @Test
  void aCronJobNamesWhatThePodsOfItsJobsWill() throws IOException {
    String job =
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly}
        spec:
          schedule: "0 0 * * *"
          jobTemplate: {spec: {template: {spec: {
            volumes: [{name: v, configMap: {name: web-0123456789}}]}}}}
        """;

    assertThat(read(job, WANTED)).isEqualTo(new MentionReader.Mention("nightly", Set.of(WANTED)));
  }

  /** Who sets a field says so in managedFields; the field may be another one by now. */
  @Test
  void managedFieldsAreNotWhatTheObjectSays() throws IOException {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web-0
          managedFields: [{manager: web-0123456789, fieldsV1: {x: web-0123456789}}]
        """;

    assertThat(read(pod, WANTED)).isNull();
  }
}
