package platform.tkex.bench;

import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import platform.tkex.bench.soak.SoakCommand;
import platform.tkex.bench.speed.SpeedCommand;
import platform.tkex.common.logging.LogFormat;
import platform.tkex.common.logging.Logging;

/** Command line of the measurements; {@code make bench} and {@code make soak} fill it in. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the StatefulSetPlus operator on a cluster of fake nodes.",
    subcommands = {SpeedCommand.class, SoakCommand.class})
public final class Main {

  private Main() {}

  /** Runs a subcommand and ends the process with its exit code. */
  public static void main(String[] args) {
    Logging.configure(LogFormat.TEXT, Level.WARN);
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }
}
