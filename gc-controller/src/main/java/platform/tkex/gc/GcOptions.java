package platform.tkex.gc;

import java.time.Duration;
import picocli.CommandLine.Option;
import platform.tkex.common.process.InvalidOptionsException;
import platform.tkex.gc.model.Keep;

/** The flags of this controller, as a picocli mixin. Read them after parsing only. */
@SuppressWarnings("NullAway.Init") // picocli sets each field, from the flag or its default
public final class GcOptions {
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);
  private static final Duration LONGEST_GRACE = Duration.ofHours(24);

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Newest versions of each source that are kept, 1 to 1000; those in use come on top."
              + " Default: ${DEFAULT-VALUE}.")
  private int keep;

  @Option(
      names = "--dry-run",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Delete nothing, but tell what would be. Default: ${DEFAULT-VALUE}.")
  private boolean dryRun;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "60s",
      description =
          "Longest time between two passes over a namespace, 1s to 60s; changes come earlier."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration interval;

  @Option(
      names = "--leftover-grace",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description =
          "What a StatefulSetPlus left behind is deleted so long after it was first seen to be"
              + " gone, up to 24h. Default: ${DEFAULT-VALUE}.")
  private Duration leftoverGrace;

  /**
   * Checks ranges.
   *
   * @throws InvalidOptionsException naming the flag, what was given and what is allowed
   */
  public void validate() {
    if (!Keep.isAllowed(keep)) {
      throw new InvalidOptionsException(
          "Invalid value for option '--keep': %d is not in %d to %d"
              .formatted(keep, Keep.LEAST, Keep.MOST));
    }
    require(
        "--interval",
        interval,
        "1s to 60s",
        interval.toSeconds() >= 1 && interval.compareTo(LONGEST_INTERVAL) <= 0);
    require(
        "--leftover-grace",
        leftoverGrace,
        "0s to 24h",
        leftoverGrace.compareTo(LONGEST_GRACE) <= 0);
  }

  private static void require(String flag, Duration given, String allowed, boolean holds) {
    if (!holds) {
      throw new InvalidOptionsException(
          "Invalid value for option '%s': %d ms is not in %s"
              .formatted(flag, given.toMillis(), allowed));
    }
  }

  public int keep() {
    return keep;
  }

  public boolean dryRun() {
    return dryRun;
  }

  public Duration interval() {
    return interval;
  }

  public Duration leftoverGrace() {
    return leftoverGrace;
  }
}
