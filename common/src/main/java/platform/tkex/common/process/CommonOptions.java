package platform.tkex.common.process;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;
import platform.tkex.common.leader.LeaseTimes;
import platform.tkex.common.logging.LogFormat;

/** The flags of every controller, as a picocli mixin. Read them after parsing only. */
@SuppressWarnings("NullAway.Init") // picocli sets each field, from the flag or its default
public final class CommonOptions {

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: KUBECONFIG or ~/.kube/config, else the pod's ServiceAccount.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description =
          "Namespace of this process, for its lease. Default: the pod's own, else tkex-system.")
  private @Nullable String namespace;

  @Option(
      names = "--watch-namespace",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Act in this namespace only. Default: in all.")
  private String watchNamespace;

  @Option(
      names = "--leader-elect",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Act only while holding the lease. Default: ${DEFAULT-VALUE}.")
  private boolean leaderElect;

  @Option(
      names = "--lease-name",
      paramLabel = "NAME",
      description = "Default: the controller's name.")
  private @Nullable String leaseName;

  @Option(
      names = "--lease-duration",
      paramLabel = "DURATION",
      defaultValue = "15s",
      description = "Standbys wait so long for a silent leader. Default: ${DEFAULT-VALUE}.")
  private Duration leaseDuration;

  @Option(
      names = "--lease-renew-deadline",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "The leader gives up after so long. Default: ${DEFAULT-VALUE}.")
  private Duration renewDeadline;

  @Option(
      names = "--lease-retry-period",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description = "Between two tries. Default: ${DEFAULT-VALUE}.")
  private Duration retryPeriod;

  @Option(
      names = "--http-address",
      paramLabel = "HOST:PORT",
      defaultValue = "0.0.0.0:8080",
      description = "For /livez, /readyz, /metrics; port 0: a free one. Default: ${DEFAULT-VALUE}.")
  private InetSocketAddress httpAddress;

  @Option(
      names = "--max-writes-in-flight",
      paramLabel = "N",
      defaultValue = "64",
      description = "Writes to the API server at once, 1 to 1024. Default: ${DEFAULT-VALUE}.")
  private int maxWritesInFlight;

  @Option(
      names = "--http2",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Let requests to the API server share connections; false for a proxy that cannot."
              + " Default: ${DEFAULT-VALUE}.")
  private boolean http2;

  @Option(
      names = "--stop-timeout",
      paramLabel = "DURATION",
      defaultValue = "25s",
      description =
          "For passes and writes under way to end; less than the pod's grace period."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration stopTimeout;

  @Option(
      names = "--log-format",
      paramLabel = "auto|json|text",
      defaultValue = "auto",
      description = "auto: json in a cluster, else text. Default: ${DEFAULT-VALUE}.")
  private LogFormat logFormat;

  @Option(
      names = "--log-level",
      paramLabel = "error|warn|info|debug|trace",
      defaultValue = "info",
      description = "Default: ${DEFAULT-VALUE}.")
  private Level logLevel;

  /**
   * Checks what picocli cannot: ranges, and flags that must fit each other.
   *
   * @throws InvalidOptionsException naming the flags, what was given and what is allowed
   */
  public void validate() {
    if (maxWritesInFlight < 1 || maxWritesInFlight > 1024) {
      throw new InvalidOptionsException(
          "Invalid value for option '--max-writes-in-flight': "
              + maxWritesInFlight
              + " is not in 1 to 1024");
    }
    if (!stopTimeout.isPositive()) {
      throw new InvalidOptionsException(
          "Invalid value for option '--stop-timeout': must be longer than 0, was 0");
    }
    try {
      LeaseTimes _ = leaseTimes();
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionsException(
          "Invalid values for options '--lease-duration', '--lease-renew-deadline',"
              + " '--lease-retry-period': "
              + e.getMessage());
    }
  }

  /** Null: the user's, else in a cluster the ServiceAccount's. */
  public @Nullable Path kubeconfig() {
    return kubeconfig;
  }

  /** Where this process's lease is. */
  public String namespace() {
    return namespace == null ? OwnNamespace.find() : namespace;
  }

  /** Null: all. */
  public @Nullable String watchNamespace() {
    return watchNamespace.isEmpty() ? null : watchNamespace;
  }

  public boolean leaderElect() {
    return leaderElect;
  }

  public String leaseName(String controller) {
    return leaseName == null ? controller : leaseName;
  }

  public LeaseTimes leaseTimes() {
    return new LeaseTimes(leaseDuration, renewDeadline, retryPeriod);
  }

  public InetSocketAddress httpAddress() {
    return httpAddress;
  }

  public int maxWritesInFlight() {
    return maxWritesInFlight;
  }

  public boolean http2() {
    return http2;
  }

  public Duration stopTimeout() {
    return stopTimeout;
  }

  public LogFormat logFormat() {
    return logFormat;
  }

  public Level logLevel() {
    return logLevel;
  }
}
