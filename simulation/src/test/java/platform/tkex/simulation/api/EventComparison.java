package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import platform.tkex.simulation.api.RealEvents.Event;

/** Compares a trace's watch events: the same ones, in the same order, showing the same. */
final class EventComparison {

  private final ModelApiServer model;
  private final RealEvents real;
  private final Translator translator;
  private final String prefix;
  private final Set<String> released;

  /**
   * @param released names whose later events are the real controllers' work
   */
  EventComparison(
      ModelApiServer model,
      RealEvents real,
      Translator translator,
      String prefix,
      Set<String> released) {
    this.model = model;
    this.real = real;
    this.translator = translator;
    this.prefix = prefix;
    this.released = released;
  }

  /**
   * Whether as many events as the model knows of have come; of each released object by itself, for
   * of another there may be more than that.
   */
  boolean complete() {
    return has(name -> !released.contains(name))
        && released.stream().allMatch(name -> has(name::equals));
  }

  private boolean has(Predicate<String> which) {
    return RealEvents.WATCHED.stream()
        .allMatch(kind -> seen(kind, which).size() >= expected(kind, which).size());
  }

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (Resource kind : RealEvents.WATCHED) {
      compare(
          kind,
          expected(kind, name -> !released.contains(name)),
          seen(kind, name -> !released.contains(name)),
          true,
          differences);
      for (String name : new TreeSet<>(released)) {
        compare(kind, expected(kind, name::equals), seen(kind, name::equals), false, differences);
      }
    }
    return differences;
  }

  private List<Change> expected(Resource kind, Predicate<String> which) {
    return model.since(kind, 0, Integer.MAX_VALUE).stream()
        .filter(change -> which.test(change.name()))
        .toList();
  }

  private List<Event> seen(Resource kind, Predicate<String> which) {
    return real.of(kind, prefix).stream().filter(event -> which.test(event.name())).toList();
  }

  private void compare(
      Resource kind,
      List<Change> expected,
      List<Event> seen,
      boolean all,
      List<String> differences) {
    if (seen.size() < expected.size() || (all && seen.size() > expected.size())) {
      differences.add(
          kind.plural()
              + ": model "
              + expected
              + ", real "
              + seen.stream().map(event -> event.type() + " " + event.name()).toList());
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      Change change = expected.get(i);
      Event event = seen.get(i);
      String what = kind.plural() + " event " + i + " " + change;
      if (!change.type().name().equals(event.type())) {
        differences.add(what + ": real " + event.type());
        return;
      }
      translator.learn(change.after(), event.object(), false);
      JsonNode shown =
          Projection.of(event.object(), translator::toModel, translator::versionToModel);
      JsonNode told = Projection.of(change.after(), text -> text, text -> text);
      Replay.diff(what, shown, told, differences);
    }
  }
}
