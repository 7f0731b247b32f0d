package platform.tkex.statefulsetplus.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/** Canonical JSON of pod templates, and the hash that names a revision. */
public final class Templates {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** No vowels and no look-alikes, so that a name never spells a word; as Kubernetes does it. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final int HASH_LENGTH = 10;

  private Templates() {}

  /**
   * Keys sorted, nulls and empty lists left out; empty objects stay, {@code emptyDir: {}} means
   * one.
   */
  public static String canonical(PodTemplateSpec template) {
    return sorted(MAPPER.valueToTree(template)).toString();
  }

  /** The template of a ControllerRevision's data; an empty one when the data has none. */
  public static PodTemplateSpec read(Object data) {
    JsonNode template = MAPPER.<JsonNode>valueToTree(data).path("spec").path("template");
    try {
      return template.isMissingNode()
          ? new PodTemplateSpec()
          : MAPPER.treeToValue(template, PodTemplateSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("spec.template of a revision is no pod template", e);
    }
  }

  /** What a ControllerRevision keeps: {@code {"spec":{"template":...}}}, whole. */
  public static Map<String, Object> data(PodTemplateSpec template) {
    return Map.of("spec", Map.of("template", template));
  }

  /** Name of the revision of this template; {@code collisions} tells equal hashes apart. */
  public static String name(String workload, String canonical, int collisions) {
    return workload + "-" + hash(canonical + (collisions == 0 ? "" : "#" + collisions));
  }

  private static String hash(String text) {
    byte[] digest = sha256(text.getBytes(StandardCharsets.UTF_8));
    StringBuilder hash = new StringBuilder(HASH_LENGTH);
    for (int i = 0; i < HASH_LENGTH; i++) {
      hash.append(ALPHABET.charAt(Byte.toUnsignedInt(digest[i]) % ALPHABET.length()));
    }
    return hash.toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      fields.values().removeIf(value -> value.isNull() || (value.isArray() && value.isEmpty()));
      return new ObjectNode(JsonNodeFactory.instance, fields);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
      array.forEach(element -> copy.add(sorted(element)));
      return copy;
    }
    return node;
  }
}
