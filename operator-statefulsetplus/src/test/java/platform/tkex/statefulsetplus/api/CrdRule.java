package platform.tkex.statefulsetplus.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.StatusCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One rule of a CRD's schema, and how a refusal by it looks.
 *
 * @param field that the refusal names; {@code []} stands for an item, {@code {}} for a key
 * @param says what is in its message
 */
record CrdRule(String field, String says) {

  private static final Pattern LITERAL = Pattern.compile("'([^']*)'");

  /** Every rule of the schema, but types and formats of numbers, which their bounds imply. */
  static List<CrdRule> in(JsonNode schema) {
    List<CrdRule> rules = new ArrayList<>();
    collect("", schema, rules);
    return rules;
  }

  boolean isReasonOf(StatusCause cause) {
    return cause.getField().matches(fieldPattern()) && cause.getMessage().contains(says);
  }

  private String fieldPattern() {
    return Stream.of(field.split("(?<=])|(?=\\[)|(?<=})|(?=\\{)", -1))
        .map(part ->
            switch (part) {
              case "[]" -> "\\[[0-9]+\\]";
              case "{}" -> "[.\\[].+";
              default -> Pattern.quote(part);
            })
        .reduce("", String::concat);
  }

  private static void collect(String path, JsonNode schema, List<CrdRule> rules) {
    bounds(path, schema, rules);
    schema
        .path("required")
        .forEach(name -> rules.add(new CrdRule(join(path, name.asText()), "Required value")));
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      String at = path + rule.path("fieldPath").asText();
      rules.add(new CrdRule(at.replaceFirst("^\\.", ""), text(rule)));
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> collect(join(path, field.getKey()), field.getValue(), rules));
    if (schema.has("items")) {
      collect(path + "[]", schema.get("items"), rules);
    }
    if (schema.path("additionalProperties").isObject()) {
      collect(path + "{}", schema.get("additionalProperties"), rules);
    }
  }

  private static void bounds(String path, JsonNode schema, List<CrdRule> rules) {
    schema
        .properties()
        .forEach(entry -> {
          String bound = entry.getValue().asText();
          String says =
              switch (entry.getKey()) {
                case "minimum" -> "should be greater than or equal to " + bound;
                case "maximum" -> "should be less than or equal to " + bound;
                case "pattern" -> "should match '" + bound + "'";
                case "enum" -> "supported values: ";
                case "minLength" -> "should be at least " + bound + " chars long";
                case "maxLength" -> "may not be more than " + bound + " bytes";
                case "minItems" -> "should have at least " + bound + " items";
                case "maxItems", "maxProperties" -> "must have at most " + bound + " item";
                default -> "";
              };
          if (!says.isEmpty()) {
            rules.add(new CrdRule(path, says));
          }
        });
    if (schema.path("format").asText().equals("date-time")) {
      rules.add(new CrdRule(path, "must be of type date-time"));
    }
    if (schema.path("x-kubernetes-list-type").asText().equals("map")) {
      rules.add(new CrdRule(path + "[]", "Duplicate value"));
    }
  }

  /** The longest part of its message that is the same for every value. */
  private static String text(JsonNode rule) {
    if (!rule.has("messageExpression")) {
      return rule.path("message").asText();
    }
    Matcher literals = LITERAL.matcher(rule.get("messageExpression").asText());
    return literals
        .results()
        .flatMap(literal -> Stream.of(literal.group(1).split("%[sd]", -1)))
        .max(Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
