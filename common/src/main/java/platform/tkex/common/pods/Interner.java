package platform.tkex.common.pods;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One instance for equal strings: label keys, images and node names repeat in thousands of pods.
 *
 * <p>Bounded: once full of strings that may be of use to nobody any more, it starts anew. Unlike
 * {@link String#intern} it belongs to its owner and goes with it.
 */
final class Interner {

  /** Longer ones (annotations with JSON) seldom repeat. */
  private static final int MAX_LENGTH = 256;

  private final int maxSize;
  private final ConcurrentMap<String, String> strings = new ConcurrentHashMap<>();

  Interner(int maxSize) {
    this.maxSize = maxSize;
  }

  @Nullable String intern(@Nullable String text) {
    return text == null ? null : same(text);
  }

  String same(String text) {
    if (text.length() > MAX_LENGTH) {
      return text;
    }
    if (strings.size() >= maxSize) {
      strings.clear();
    }
    String earlier = strings.putIfAbsent(text, text);
    return earlier == null ? text : earlier;
  }
}
