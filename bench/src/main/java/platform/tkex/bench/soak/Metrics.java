package platform.tkex.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an endpoint says in Prometheus' text format at one moment. */
final class Metrics {
  private static final Pattern LINE =
      Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ([^ ]+)(?: \\d+)?$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private record Sample(String name, Map<String, String> labels, double value) {}

  private final List<Sample> samples = new ArrayList<>();

  static Metrics parse(String text) {
    Metrics metrics = new Metrics();
    for (String line : text.split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (!line.startsWith("#") && matcher.matches()) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
        while (label.find()) {
          labels.put(label.group(1), label.group(2));
        }
        metrics.samples.add(new Sample(matcher.group(1), labels, value(matcher.group(3))));
      }
    }
    return metrics;
  }

  /** Java spells infinity in another way. */
  private static double value(String text) {
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }

  /** Of all samples of the name that carry these labels; 0 when there is none. */
  double sum(String name, Map<String, String> labels) {
    return samples.stream()
        .filter(s -> s.name().equals(name) && s.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Sample::value)
        .sum();
  }

  double sum(String name) {
    return sum(name, Map.of());
  }

  /** By value of one label, whole numbers, since an earlier moment. */
  Map<String, Long> since(Metrics earlier, String name, String label) {
    Map<String, Long> values = by(name, label);
    earlier.by(name, label).forEach((key, before) -> values.merge(key, -before, Long::sum));
    return values;
  }

  /** By value of one label, whole numbers. */
  Map<String, Long> by(String name, String label) {
    Map<String, Long> values = new TreeMap<>();
    for (Sample sample : samples) {
      String value = sample.labels().get(label);
      if (sample.name().equals(name) && value != null) {
        values.merge(value, (long) sample.value(), Long::sum);
      }
    }
    return values;
  }
}
