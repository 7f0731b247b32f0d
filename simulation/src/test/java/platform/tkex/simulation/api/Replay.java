package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends a trace to the real server and notes where it answers otherwise. */
final class Replay {

  private final RealApi real;
  private final Translator translator = new Translator();
  private final List<String> differences = new ArrayList<>();

  Replay(RealApi real) {
    this.real = real;
  }

  Translator translator() {
    return translator;
  }

  /** Everything up to and with the first difference: what follows it would differ too. */
  List<String> run(List<Exchange> trace) {
    List<Exchange> story = new ArrayList<>();
    for (Exchange exchange : trace) {
      Request request = translator.toReal(exchange.request());
      Answer answer = real.handle(request);
      story.add(exchange);
      compare(exchange.answer(), answer, request.path().contains("dryRun"));
      if (!differences.isEmpty()) {
        return List.of(told(story) + "\n    " + String.join("\n    ", differences));
      }
    }
    return List.of();
  }

  /** What was asked about the same object, the last requests of all. */
  private static String told(List<Exchange> story) {
    String path = story.getLast().request().path();
    Target target = Objects.requireNonNull(Target.parse(path));
    String object = target.resource().path(target.namespace(), target.name());
    return story.stream()
        .filter(e -> (e.request().path() + e.request().body()).contains(target.name()))
        .map(Exchange::toString)
        .collect(Collectors.joining("\n  ", object + "\n  ", ""));
  }

  private void compare(Answer model, Answer answer, boolean dryRun) {
    if (model.code() != answer.code()) {
      differences.add(
          "code: model " + model.code() + ", real " + answer.code() + " " + answer.message());
      return;
    }
    translator.learn(model.body(), answer.body(), dryRun);
    JsonNode expected =
        Projection.of(answer.body(), translator::toModel, translator::versionToModel);
    JsonNode actual = Projection.of(model.body(), text -> text, text -> text);
    diff("", expected, actual, differences);
  }

  /** One line per field. */
  static void diff(String path, JsonNode real, JsonNode model, List<String> into) {
    if (real instanceof ObjectNode a && model instanceof ObjectNode b) {
      TreeSet<String> names = new TreeSet<>();
      for (Map.Entry<String, JsonNode> field : a.properties()) {
        names.add(field.getKey());
      }
      for (Map.Entry<String, JsonNode> field : b.properties()) {
        names.add(field.getKey());
      }
      for (String name : names) {
        diff(path + "/" + name, or(a.get(name)), or(b.get(name)), into);
      }
    } else if (!Json.same(real, model)) {
      into.add(path + ": real " + real + ", model " + model);
    }
  }

  private static JsonNode or(@Nullable JsonNode value) {
    return value == null ? TextNode.valueOf("-") : value;
  }
}
