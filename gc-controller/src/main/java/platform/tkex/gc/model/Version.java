package platform.tkex.gc.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;

/**
 * A ConfigMap that holds one content of a source.
 *
 * @param source name of the ConfigMap whose content it holds
 * @param since when it was made, or chosen again later than that
 * @param number its label, if that is a counter; else -1
 */
public record Version(
    String name, String uid, String resourceVersion, String source, Instant since, long number) {

  /**
   * The API server's times have whole seconds, and several versions may come within one: then their
   * counter decides. Users' own labels have no order, so the last resort is the name.
   */
  public static final Comparator<Version> NEWEST_FIRST =
      Comparator.comparing(Version::since, Comparator.<Instant>reverseOrder())
          .thenComparing(Version::number, Comparator.<Long>reverseOrder())
          .thenComparing(Version::name);

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{8,64}");
  private static final Pattern COUNTER = Pattern.compile("[0-9]{1,18}");

  /** Empty for everything that is no version, or on its way out already. */
  public static Optional<Version> of(ObjectMeta meta) {
    Map<String, String> labels = orEmpty(meta.getLabels());
    String source = labels.getOrDefault(ConfigMapLabels.NAME, "");
    String number = labels.get(ConfigMapLabels.VERSION);
    if (source.isEmpty()
        || number == null
        || meta.getDeletionTimestamp() != null
        || !isOf(source, meta.getName())) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(
            meta.getName(),
            meta.getUid(),
            meta.getResourceVersion(),
            source,
            newest(meta),
            COUNTER.matcher(number).matches() ? Long.parseLong(number) : -1));
  }

  private static boolean isOf(String source, String name) {
    return name.startsWith(source + "-")
        && HASH.matcher(name.substring(source.length() + 1)).matches();
  }

  private static Instant newest(ObjectMeta meta) {
    Instant made = Instant.parse(meta.getCreationTimestamp());
    String chosen = orEmpty(meta.getAnnotations()).get(GcMarks.CHOSEN);
    if (chosen == null) {
      return made;
    }
    try {
      Instant again = Instant.parse(chosen.split("/", 2)[0]);
      return again.isAfter(made) ? again : made;
    } catch (DateTimeException e) {
      return made; // somebody else's words
    }
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }
}
