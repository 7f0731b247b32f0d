package platform.tkex.statefulsetplus.preload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.ImagePreload;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;

/**
 * {@code updateStrategy.inPlace.imagePreload}, with its defaults.
 *
 * @param parallelism at most so many pods pull at once
 * @param timeout of one pod
 */
record PreloadSettings(boolean enabled, int parallelism, Duration timeout) {
  private static final int PARALLELISM = 10;
  private static final int TIMEOUT = 300;

  private static final PreloadSettings OFF =
      new PreloadSettings(false, PARALLELISM, Duration.ofSeconds(TIMEOUT));

  static PreloadSettings of(StatefulSetPlus object) {
    UpdateStrategy strategy = object.getSpec().getUpdateStrategy();
    if (strategy == null || strategy.getInPlace() == null) {
      return OFF;
    }
    ImagePreload preload = strategy.getInPlace().getImagePreload();
    return preload == null
        ? OFF
        : new PreloadSettings(
            Boolean.TRUE.equals(preload.getEnabled()),
            or(preload.getParallelism(), PARALLELISM),
            Duration.ofSeconds(or(preload.getTimeoutSeconds(), TIMEOUT)));
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
