package platform.tkex.common.process;

import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import platform.tkex.common.client.BadKubeconfigException;

/**
 * Runs a controller's command: flags, then environment, then defaults; {@code --help} and {@code
 * --version}; exit code 2 with one explaining line for a bad flag.
 *
 * <p>A main class is
 *
 * <pre>{@code
 * @Command(name = "operator-x", description = "...")
 * final class Main implements Callable<Integer> {
 *   @Mixin CommonOptions options;
 *   public Integer call() { return new ControllerProcess(options, new XController()).run(); }
 *   public static void main(String[] args) { System.exit(Commands.execute(new Main(), args)); }
 * }
 * }</pre>
 */
public final class Commands {

  private Commands() {}

  /** Parses and runs; the exit code is for {@code System.exit}. */
  public static int execute(Callable<Integer> command, String... args) {
    return commandLine(command, System.getenv()).execute(args);
  }

  static CommandLine commandLine(Callable<Integer> command, Map<String, String> environment) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec()
        .mixinStandardHelpOptions(true)
        .versionProvider(() -> new String[] {Version.of(command.getClass())});
    line.getCommandSpec()
        .usageMessage()
        .footer(
            "",
            "Each flag may also be set by an environment variable, --lease-name by"
                + " TKEX_LEASE_NAME.",
            "Exit codes: 0 stopped as asked, 1 failed, 2 wrong flag, 3 lost the lease, 4 did not"
                + " stop in time.");
    Converters.register(line);
    line.setDefaultValueProvider(new EnvironmentDefaults(environment));
    line.setParameterExceptionHandler(Commands::wrongFlag);
    line.setExecutionExceptionHandler(Commands::failed);
    return line;
  }

  /** One line, not the whole help: the message is what an operator must see in the pod's log. */
  private static int wrongFlag(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    line.getErr().println(e.getMessage());
    line.getErr().println("See " + line.getCommandName() + " --help.");
    return ExitCodes.USAGE;
  }

  private static int failed(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof InvalidOptionsException || e instanceof BadKubeconfigException) {
      line.getErr().println(e.getMessage());
      return ExitCodes.USAGE;
    }
    LoggerFactory.getLogger(Commands.class).error("failed", e);
    return ExitCodes.FAILED;
  }
}
