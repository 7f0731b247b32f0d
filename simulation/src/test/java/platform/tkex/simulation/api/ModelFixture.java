package platform.tkex.simulation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A model with the namespace "shop", and short words for requests to it. */
final class ModelFixture {

  static final String PODS = "/api/v1/namespaces/shop/pods";
  static final String CLAIMS = "/api/v1/namespaces/shop/persistentvolumeclaims";
  static final String QUOTAS = "/api/v1/namespaces/shop/resourcequotas";
  static final String WORKLOADS = "/apis/platform.tkex/v1/namespaces/shop/statefulsetpluses";
  static final String REVISIONS = "/apis/apps/v1/namespaces/shop/controllerrevisions";
  static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/shop/leases";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  final ManualClock clock = new ManualClock();
  final ModelApiServer server;
  final List<String> events = new ArrayList<>();
  private int uids;

  ModelFixture() {
    server = new ModelApiServer(clock, () -> "uid-" + ++uids, CustomResourceSchema.ofRepository());
    post("/api/v1/namespaces", "{metadata: {name: 'shop'}}");
    server.addListener(change ->
        events.add(change.type() + " " + change.resource().plural() + " " + change.name()));
  }

  /** JSON that is easy on the eye: names without quotes, text in single ones. */
  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  Answer get(String path) {
    return server.handle(Request.get(path, "test"));
  }

  Answer post(String path, String body) {
    return server.handle(Request.post(path, json(body), "test"));
  }

  Answer put(String path, JsonNode body) {
    return server.handle(Request.put(path, body, "test"));
  }

  Answer merge(String path, String patch) {
    return server.handle(Request.mergePatch(path, json(patch), "test"));
  }

  Answer patch(String path, String operations) {
    return server.handle(Request.jsonPatch(path, json(operations), "test"));
  }

  Answer delete(String path, String options) {
    return server.handle(Request.delete(path, json(options), "test"));
  }

  Answer pod(String name) {
    return pod(name, "{}");
  }

  Answer pod(String name, String metadata) {
    ObjectNode object = (ObjectNode) json("{spec: {containers: [{name: 'main', image: 'app:1'}]}}");
    object.set("metadata", ((ObjectNode) json(metadata)).put("name", name));
    return server.handle(Request.post(PODS, object, "test"));
  }

  Answer boundPod(String name) {
    pod(name);
    return post(
        PODS + "/" + name + "/binding",
        "{metadata: {name: '" + name + "'}, target: {name: 'node-1'}}");
  }

  Answer workload(String name) {
    return post(
        WORKLOADS,
        """
        {metadata: {name: '%s'},
         spec: {replicas: 2, serviceName: 'w', selector: {matchLabels: {a: 'b'}},
                template: {metadata: {labels: {a: 'b'}},
                           spec: {containers: [{name: 'main', image: 'app:1'}]}}}}\
        """
            .formatted(name));
  }

  static String at(Answer answer, String pointer) {
    return answer.body().at(pointer).asText();
  }

  static void refused(Answer answer, int code, String reason, String message) {
    assertThat(answer.code() + " " + answer.reason()).isEqualTo(code + " " + reason);
    assertThat(answer.message()).contains(message);
    assertThat(answer.body().path("code").asInt()).isEqualTo(code);
  }
}
