package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import platform.tkex.simulation.api.ApiException.Problem;

/**
 * The structural schema of a custom resource: prunes, fills in defaults, and checks bounds; CEL
 * rules are left out.
 */
public final class CustomResourceSchema {

  private static final String FILE = "deploy/base/crds/statefulsetpluses.platform.tkex.yaml";

  private final JsonNode schema;

  private CustomResourceSchema(JsonNode schema) {
    this.schema = schema;
  }

  /** Stores custom resources as they come. */
  public static CustomResourceSchema none() {
    return new CustomResourceSchema(MissingNode.getInstance());
  }

  /** Of StatefulSetPlus, from the repository that the working directory is in. */
  public static CustomResourceSchema ofRepository() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve(FILE))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("no " + FILE + " above the working directory");
    }
    try {
      JsonNode crd = new ObjectMapper(new YAMLFactory()).readTree(folder.resolve(FILE).toFile());
      return new CustomResourceSchema(crd.at("/spec/versions/0/schema/openAPIV3Schema"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void conform(Draft draft) {
    JsonNode properties = schema.path("properties");
    for (String field : List.of("spec", "status")) {
      JsonNode value = draft.object().get(field);
      if (value != null && properties.has(field)) {
        draft.object().set(field, conform(value, properties.get(field)));
      }
    }
  }

  /** The value itself where nothing had to change; comparing those deeply would cost more. */
  @SuppressWarnings("ReferenceEquality")
  private static JsonNode conform(JsonNode value, JsonNode schema) {
    if (value.isObject()) {
      return object((ObjectNode) value, schema);
    }
    JsonNode items = schema.path("items");
    if (!value.isArray() || items.isMissingNode()) {
      return value;
    }
    ArrayNode result = JsonNodeFactory.instance.arrayNode(value.size());
    boolean changed = false;
    for (JsonNode element : value) {
      JsonNode conforming = conform(element, items);
      changed |= conforming != element;
      result.add(conforming);
    }
    return changed ? result : value;
  }

  @SuppressWarnings("ReferenceEquality")
  private static JsonNode object(ObjectNode value, JsonNode schema) {
    JsonNode properties = schema.path("properties");
    boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    ObjectNode result = Json.empty();
    boolean changed = false;
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode inner =
          properties.has(field.getKey())
              ? properties.get(field.getKey())
              : schema.path("additionalProperties");
      boolean known = !inner.isMissingNode();
      boolean defaulted = field.getValue().isNull() && inner.has("default");
      if ((known || open || schema.isMissingNode()) && !defaulted) {
        JsonNode conforming = known ? conform(field.getValue(), inner) : field.getValue();
        changed |= conforming != field.getValue();
        result.set(field.getKey(), conforming);
      } else {
        changed = true;
      }
    }
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode standard = property.getValue().get("default");
      if (standard != null && !result.has(property.getKey())) {
        result.set(property.getKey(), conform(standard, property.getValue()));
        changed = true;
      }
    }
    return changed ? result : value;
  }

  List<Problem> problems(JsonNode object) {
    List<Problem> problems = new ArrayList<>();
    JsonNode properties = schema.path("properties");
    if (properties.has("spec")) {
      check("spec", object.path("spec"), properties.get("spec"), problems);
    }
    JsonNode replicas = object.path("spec").path("replicas");
    if (replicas.asLong() < 0) {
      // the subresource scale has a rule of its own, which writes its path with a dot
      String detail = replicas + ": should be a non-negative integer";
      problems.add(new Problem(".spec.replicas", Problem.Kind.INVALID, detail));
    }
    return problems;
  }

  private static void check(String path, JsonNode value, JsonNode schema, List<Problem> problems) {
    if (value.isMissingNode()) {
      problems.add(new Problem(path, Problem.Kind.REQUIRED, ""));
      return;
    }
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        problems.add(new Problem(path + "." + required.asText(), Problem.Kind.REQUIRED, ""));
      }
    }
    if (value.isNumber()) {
      bounds(path, value, schema, problems);
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode inner = value.get(property.getKey());
      if (inner != null && !inner.isNull()) {
        check(path + "." + property.getKey(), inner, property.getValue(), problems);
      }
    }
  }

  private static void bounds(String path, JsonNode value, JsonNode schema, List<Problem> problems) {
    JsonNode minimum = schema.path("minimum");
    JsonNode maximum = schema.path("maximum");
    if (minimum.isNumber() && value.asLong() < minimum.asLong()) {
      String detail = value + ": " + path + " in body should be greater than or equal to ";
      problems.add(new Problem(path, Problem.Kind.INVALID, detail + minimum));
    }
    if (maximum.isNumber() && value.asLong() > maximum.asLong()) {
      String detail = value + ": " + path + " in body should be less than or equal to ";
      problems.add(new Problem(path, Problem.Kind.INVALID, detail + maximum));
    }
  }
}
