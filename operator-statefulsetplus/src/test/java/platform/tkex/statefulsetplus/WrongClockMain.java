package platform.tkex.statefulsetplus;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import platform.tkex.common.process.Commands;
import platform.tkex.common.process.CommonOptions;
import platform.tkex.common.process.ControllerProcess;

/** The operator on a machine whose clock is wrong by the system property {@link #WRONG_BY}. */
@Command(name = "operator-with-a-wrong-clock")
public final class WrongClockMain implements Callable<Integer> {
  /** An ISO 8601 duration such as {@code -PT1H}. */
  public static final String WRONG_BY = "tkex.test.clock-wrong-by";

  @Mixin private final CommonOptions options = new CommonOptions();

  private WrongClockMain() {}

  public static void main(String[] args) {
    System.exit(Commands.execute(new WrongClockMain(), args));
  }

  @Override
  public Integer call() {
    Clock machine =
        Clock.offset(Clock.systemUTC(), Duration.parse(System.getProperty(WRONG_BY, "PT0S")));
    return new ControllerProcess(
            options, new StatefulSetPlusController(), machine, Runtime.getRuntime()::halt)
        .run();
  }
}
