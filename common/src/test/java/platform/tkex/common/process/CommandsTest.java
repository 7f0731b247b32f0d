package platform.tkex.common.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.leader.LeaseTimes;
import platform.tkex.common.logging.LogFormat;

class CommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final Sample sample = new Sample();

  /** A controller's main class, but for the controller. */
  @Command(name = "operator-x", description = "Does nothing.")
  static final class Sample implements Callable<Integer> {
    @Mixin final CommonOptions options = new CommonOptions();
    Callable<Integer> work = () -> ExitCodes.OK;

    @Override
    public Integer call() throws Exception {
      options.validate();
      return work.call();
    }
  }

  @Test
  void defaults() {
    assertThat(execute()).isEqualTo(ExitCodes.OK);

    CommonOptions options = sample.options;
    assertThat(options.kubeconfig()).isNull();
    assertThat(options.watchNamespace()).isNull();
    assertThat(options.leaderElect()).isTrue();
    assertThat(options.leaseName("x")).isEqualTo("x");
    assertThat(options.leaseTimes()).isEqualTo(LeaseTimes.DEFAULT);
    assertThat(options.httpAddress()).isEqualTo(new InetSocketAddress("0.0.0.0", 8080));
    assertThat(options.maxWritesInFlight()).isEqualTo(64);
    assertThat(options.http2()).isTrue();
    assertThat(options.stopTimeout()).isEqualTo(Duration.ofSeconds(25));
    assertThat(options.logFormat()).isEqualTo(LogFormat.AUTO);
    assertThat(options.logLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void theFlagWinsOverTheEnvironmentAndThatOverTheDefault() {
    environment.put("TKEX_LEASE_NAME", "from-environment");
    environment.put("TKEX_LOG_LEVEL", "debug");
    environment.put("TKEX_HTTP2", "false");
    environment.put("TKEX_HTTP_ADDRESS", ":9090");
    environment.put("TKEX_WATCH_NAMESPACE", ""); // as an unset value of a template

    int code = execute("--lease-name=from-flag", "--leader-elect=false", "--stop-timeout", "500ms");

    assertThat(code).isEqualTo(ExitCodes.OK);
    assertThat(sample.options.leaseName("x")).isEqualTo("from-flag");
    assertThat(sample.options.logLevel()).isEqualTo(Level.DEBUG);
    assertThat(sample.options.http2()).isFalse();
    assertThat(sample.options.httpAddress()).isEqualTo(new InetSocketAddress(9090));
    assertThat(sample.options.watchNamespace()).isNull();
    assertThat(sample.options.leaderElect()).isFalse();
    assertThat(sample.options.stopTimeout()).isEqualTo(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --stop-timeout=fast           | 'fast'          | ms, s, m or h
          --stop-timeout=0s             | was 0           | longer than 0
          --http-address=8080           | '8080'          | HOST:PORT
          --http-address=h:70000        | 'h:70000'       | 0 to 65535
          --log-level=loud              | 'loud'          | WARN
          --log-format=xml              | 'xml'           | TEXT
          --leader-elect=maybe          | 'maybe'         | boolean
          --max-writes-in-flight=many   | 'many'          | int
          --max-writes-in-flight=0      | 0               | 1 to 1024
          --lease-duration=10s          | PT10S           | must exceed renew deadline
          --lease-retry-period=9s       | PT9S            | 1.2 x retry period
          """)
  void aWrongValueIsNamedWithItsFlagAndWhatIsAllowed(
      String argument, String given, String allowed) {
    assertThat(execute(argument)).isEqualTo(ExitCodes.USAGE);

    String flag = argument.substring(0, argument.indexOf('='));
    assertThat(err.toString()).contains(flag, given, allowed).doesNotContain("Usage:", "\tat ");
    assertThat(err.toString().lines().count()).isLessThanOrEqualTo(2);
  }

  @Test
  void aWrongEnvironmentIsTheSameAsAWrongFlag() {
    environment.put("TKEX_LEASE_DURATION", "soon");

    assertThat(execute()).isEqualTo(ExitCodes.USAGE);

    assertThat(err.toString()).contains("--lease-duration", "'soon'", "ms, s, m or h");
  }

  @Test
  void anUnknownFlag() {
    assertThat(execute("--leader-elction=false")).isEqualTo(ExitCodes.USAGE);

    assertThat(err.toString()).contains("--leader-elction", "See operator-x --help");
  }

  @Test
  void helpTellsEveryFlagTheEnvironmentAndTheExitCodes() {
    assertThat(execute("--help")).isEqualTo(ExitCodes.OK);

    new CommandLine(sample)
        .getCommandSpec()
        .options()
        .forEach(option -> assertThat(out.toString()).contains(option.longestName()));
    assertThat(out.toString())
        .contains("Does nothing.", "TKEX_LEASE_NAME", "Exit codes: 0", "Default: 15s");
  }

  @Test
  void version() {
    environment.put("TKEX_VERSION", "true"); // an image's own variable must not answer for the flag

    assertThat(execute()).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).isEmpty();
    assertThat(execute("--version")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).isEqualToIgnoringNewLines("dev");
  }

  @Test
  void aFailureIsExitCodeOneAndABadKubeconfigIsAWrongFlag(@TempDir Path folder) {
    sample.work =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    assertThat(execute()).isEqualTo(ExitCodes.FAILED);

    Path missing = folder.resolve("nowhere");
    sample.work =
        () -> {
          ClientFactory.of(missing, "test").reads();
          return ExitCodes.OK;
        };
    assertThat(execute()).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("kubeconfig " + missing + " does not exist");
  }

  @Test
  void theNamespaceIsThePodsOwn(@TempDir Path folder) throws IOException {
    Path mounted = folder.resolve("namespace");
    assertThat(OwnNamespace.find(mounted)).isEqualTo(OwnNamespace.FALLBACK);
    Files.writeString(mounted, "mine\n");

    assertThat(OwnNamespace.find(mounted)).isEqualTo("mine");
    assertThat(execute("--namespace=given")).isEqualTo(ExitCodes.OK);
    assertThat(sample.options.namespace()).isEqualTo("given");
  }

  private int execute(String... arguments) {
    return Commands.commandLine(sample, environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
