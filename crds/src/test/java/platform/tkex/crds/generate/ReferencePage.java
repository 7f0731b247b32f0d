package platform.tkex.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The page for people: {@code reference/<plural>.md} with tables made from the schema. */
final class ReferencePage {
  private static final String HEAD =
      """
      | field | type | default | allowed | meaning |
      |---|---|---|---|---|
      """;

  private final JsonNode schema;

  private ReferencePage(JsonNode schema) {
    this.schema = schema;
  }

  static String of(CrdDocument crd) {
    ReferencePage page = new ReferencePage(crd.schema());
    return "<!-- Generated from the types in the module crds by `make crds`; do not edit. -->\n\n"
        + template(crd)
            .replace("${spec}", page.fields("spec"))
            .replace("${rules}", page.rules())
            .replace("${status}", page.fields("status"));
  }

  private static String template(CrdDocument crd) {
    String file = "/reference/" + crd.name().split("\\.", 2)[0] + ".md";
    try (InputStream in = ReferencePage.class.getResourceAsStream(file)) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fields(String part) {
    List<String> rows = new ArrayList<>();
    collectFields(part, schema.at("/properties/" + part), rows);
    return HEAD + String.join("\n", rows);
  }

  private void collectFields(String path, JsonNode node, List<String> rows) {
    Set<String> required = new HashSet<>();
    node.path("required").forEach(name -> required.add(name.asText()));
    node.path("properties")
        .properties()
        .forEach(entry -> {
          String name = path + "." + entry.getKey();
          JsonNode field = entry.getValue();
          rows.add(row(name, field, required.contains(entry.getKey())));
          if (field.has("items")) {
            collectFields(name + "[]", field.get("items"), rows);
          }
          collectFields(name, field, rows);
        });
  }

  private static String row(String path, JsonNode field, boolean required) {
    String preset = required ? "required" : code(field.path("default"));
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            path, type(field), preset, allowed(field), cell(field.path("description").asText()));
  }

  private static String type(JsonNode field) {
    if (field.path("x-kubernetes-int-or-string").asBoolean()) {
      return "number or percentage";
    }
    if (field.has("items")) {
      return "list of " + type(field.get("items"));
    }
    if (field.has("additionalProperties")) {
      return "map to " + type(field.get("additionalProperties"));
    }
    if (field.path("format").asText().equals("date-time")) {
      return "time";
    }
    return field.path("type").asText();
  }

  private static String allowed(JsonNode field) {
    List<String> parts = new ArrayList<>();
    if (field.has("enum")) {
      List<String> values = new ArrayList<>();
      field.get("enum").forEach(value -> values.add(code(value)));
      parts.add(String.join(", ", values));
    }
    if (field.has("maximum") && field.get("maximum").asLong() != Integer.MAX_VALUE) {
      parts.add(field.get("minimum").asText() + " to " + field.get("maximum").asText());
    } else if (field.has("minimum")) {
      parts.add("at least " + field.get("minimum").asText());
    }
    count(field, "minItems", "at least %s", parts);
    count(field, "maxItems", "at most %s entries", parts);
    count(field, "maxProperties", "at most %s entries", parts);
    if (field.path("type").asText().equals("string")) {
      count(field, "maxLength", "at most %s characters", parts);
    }
    field.path("x-kubernetes-validations").forEach(rule -> addOwn(rule, parts));
    field
        .at("/items/x-kubernetes-validations")
        .forEach(rule -> parts.add("each " + cell(rule.path("message").asText())));
    return String.join("; ", parts);
  }

  private static void count(JsonNode field, String bound, String text, List<String> parts) {
    if (field.has(bound)) {
      parts.add(text.formatted(field.get(bound).asText()));
    }
  }

  /** A rule that points elsewhere stands in the list of rules instead. */
  private static void addOwn(JsonNode rule, List<String> parts) {
    if (!rule.has("fieldPath")) {
      parts.add(cell(rule.path("message").asText()));
    }
  }

  private String rules() {
    List<String> rows = new ArrayList<>();
    collectRules("", schema, rows);
    return "| field | rule |\n|---|---|\n" + String.join("\n", rows);
  }

  private void collectRules(String path, JsonNode node, List<String> rows) {
    for (JsonNode rule : node.path("x-kubernetes-validations")) {
      if (rule.has("fieldPath")) {
        String field = path + rule.get("fieldPath").asText();
        rows.add(
            "| `%s` | %s |"
                .formatted(field.replaceFirst("^\\.", ""), cell(rule.path("message").asText())));
      }
    }
    node.path("properties")
        .properties()
        .forEach(entry -> collectRules(path + "." + entry.getKey(), entry.getValue(), rows));
    if (node.has("items")) {
      collectRules(path + "[]", node.get("items"), rows);
    }
  }

  private static String code(JsonNode value) {
    if (value.isMissingNode()) {
      return "";
    }
    return value.asText().isEmpty() && !value.isContainerNode()
        ? "`\"\"`"
        : "`" + (value.isContainerNode() ? value.toString() : value.asText()) + "`";
  }

  /** A bar would end the cell, and what looks like a tag would vanish. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
  }
}
