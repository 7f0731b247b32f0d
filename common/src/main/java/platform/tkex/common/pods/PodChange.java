package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pod appeared ({@code before} is null), changed, or went ({@code after} is null). Both are
 * trimmed and shared with the cache: never change them.
 *
 * <p>After a gap in the watch the two may be different pods of one name; see {@link #replaced}.
 */
public record PodChange(@Nullable Pod before, @Nullable Pod after) {

  public PodChange {
    if (before == null && after == null) {
      throw new IllegalArgumentException("a change needs a pod before or after it");
    }
  }

  /** The pod as it is, or as it was last. */
  public Pod latest() {
    return after != null ? after : Objects.requireNonNull(before);
  }

  /** Whether one pod went and another of the same name came, without an event between them. */
  public boolean replaced() {
    return before != null
        && after != null
        && !before.getMetadata().getUid().equals(after.getMetadata().getUid());
  }
}
