package platform.tkex.statefulsetplus.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Texts of status and the values they stand for; both directions side by side. */
final class Wire {
  private Wire() {}

  static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  static @Nullable Instant instant(@Nullable String text) {
    return text == null || text.isEmpty() ? null : Instant.parse(text);
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  /** The constant of the same name in another enum: API types and decisions mirror each other. */
  static <E extends Enum<E>> E same(Enum<?> constant, Class<E> type) {
    return Enum.valueOf(type, constant.name());
  }
}
