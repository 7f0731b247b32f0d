package platform.tkex.gc.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.gc.GcMarks;

/**
 * How many versions of a source are kept.
 *
 * @param flaw why its annotation does not count; null when it does, or when there is none
 */
public record Keep(int count, @Nullable String flaw) {

  /** At 0 the version of what the source holds would go, and be made again, for ever. */
  public static final int LEAST = 1;

  public static final int MOST = 1000;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

  /**
   * What an annotation asks for.
   *
   * @param value null when there is none
   * @param otherwise counts when the annotation does not
   */
  public static Keep of(@Nullable String value, int otherwise) {
    if (value == null) {
      return new Keep(otherwise, null);
    }
    if (NUMBER.matcher(value).matches() && isAllowed(Integer.parseInt(value))) {
      return new Keep(Integer.parseInt(value), null);
    }
    return new Keep(
        otherwise,
        "annotation %s: \"%s\" is not allowed; it must be a whole number from %d to %d. %d are kept"
            .formatted(GcMarks.KEEP_VERSIONS, shortened(value), LEAST, MOST, otherwise));
  }

  public static boolean isAllowed(int count) {
    return count >= LEAST && count <= MOST;
  }

  private static String shortened(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "...";
  }
}
