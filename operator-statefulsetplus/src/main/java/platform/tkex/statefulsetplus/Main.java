package platform.tkex.statefulsetplus;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import platform.tkex.common.process.Commands;
import platform.tkex.common.process.CommonOptions;
import platform.tkex.common.process.ControllerProcess;

/** Starts the StatefulSetPlus operator. */
@Command(
    name = "operator-statefulsetplus",
    description = "Runs StatefulSetPlus workloads and releases them in batches.")
public final class Main implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();

  private Main() {}

  /** Exits with the codes of {@code ExitCodes}. */
  public static void main(String[] args) {
    System.exit(Commands.execute(new Main(), args));
  }

  @Override
  public Integer call() {
    return new ControllerProcess(options, new StatefulSetPlusController()).run();
  }
}
