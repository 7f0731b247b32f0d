package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One instance for equal values: label keys, images, node names and resources repeat in thousands
 * of pods.
 *
 * <p>Bounded: once full of values that may be of use to nobody any more, it starts anew. Unlike
 * {@link String#intern} it belongs to its owner and goes with it.
 */
final class Interner {

  /** Longer ones (annotations with JSON) seldom repeat. */
  private static final int MAX_LENGTH = 256;

  private final int maxSize;
  private final ConcurrentMap<Object, Object> values = new ConcurrentHashMap<>();

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
    return one(text);
  }

  /** Null for what asks for nothing. */
  @Nullable ResourceRequirements resources(@Nullable ResourceRequirements resources) {
    if (resources == null) {
      return null;
    }
    boolean empty =
        isEmpty(resources.getRequests())
            && isEmpty(resources.getLimits())
            && resources.getClaims().isEmpty();
    return empty ? null : one(resources);
  }

  private static boolean isEmpty(@Nullable Map<String, ?> amounts) {
    return amounts == null || amounts.isEmpty();
  }

  @SuppressWarnings("unchecked") // equal values are of one type
  private <T> T one(T value) {
    if (values.size() >= maxSize) {
      values.clear();
    }
    Object earlier = values.putIfAbsent(value, value);
    return earlier == null ? value : (T) earlier;
  }
}
