package platform.tkex.statefulsetplus.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;

/** What a version may be called, and whether an object of that name is one. */
public final class VersionNames {
  /** Longest value of a label; versions carry the name of their source as one. */
  private static final int LONGEST_NAME = 63;

  /** Digits of a counter that cannot overflow. */
  private static final int MOST_DIGITS = 17;

  private VersionNames() {}

  /** Why no version of a source can be made; empty when they can. */
  static Optional<String> flaw(SourceKey source) {
    int length = source.name().length();
    return length <= LONGEST_NAME
        ? Optional.empty()
        : Optional.of(
            "metadata.name: no version can be made of a ConfigMap whose name has more than %d"
                    .formatted(LONGEST_NAME)
                + " characters, for the versions carry it as a label; it has "
                + length);
  }

  /** Why an object is no version of the content with this hash; empty when it is one. */
  public static Optional<String> flaw(ConfigMap holder, String hash) {
    String name = "ConfigMap " + holder.getMetadata().getName();
    if (!Boolean.TRUE.equals(holder.getImmutable())) {
      return Optional.of(
          name + " has the name of a version, but is not immutable; it is not used, delete it");
    }
    if (!ContentHash.of(holder).equals(hash)) {
      return Optional.of(
          name + " has the name of a version, but other data; it is not used, delete it");
    }
    return Optional.empty();
  }

  /** The number that a label is; empty for any other text. */
  static Optional<Long> number(String label) {
    boolean digits =
        !label.isEmpty()
            && label.length() <= MOST_DIGITS
            && label.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Optional.of(Long.parseLong(label)) : Optional.empty();
  }
}
