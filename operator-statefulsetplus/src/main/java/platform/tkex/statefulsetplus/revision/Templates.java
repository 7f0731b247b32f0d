package platform.tkex.statefulsetplus.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  /** The template of a ControllerRevision's data; empty when it is none or there is none. */
  public static Optional<PodTemplateSpec> read(@Nullable Object data) {
    JsonNode template = MAPPER.<JsonNode>valueToTree(data).path("spec").path("template");
    if (!(template instanceof ObjectNode fields)) {
      return Optional.empty();
    }
    // StatefulSet's own revisions are patches; this key is all that makes them such
    fields.remove("$patch");
    try {
      return Optional.of(MAPPER.treeToValue(fields, PodTemplateSpec.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * What a ControllerRevision keeps: {@code {"spec":{"template":...}}}, whole.
   *
   * <p>Written as the API server would write it itself, keys sorted and HTML's signs escaped: it
   * does so on a patch (a new number, another owner, the garbage collector's orphaning), compares
   * the data byte by byte with what is stored, and would refuse the patch because data is
   * immutable.
   */
  public static Map<String, Object> data(PodTemplateSpec template) {
    return Map.of("spec", Map.of("template", new RawValue(escaped(canonical(template)))));
  }

  /** These signs stand only within strings. */
  private static String escaped(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
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
