package platform.tkex.gc;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import platform.tkex.common.process.Commands;
import platform.tkex.common.process.CommonOptions;
import platform.tkex.common.process.ControllerProcess;

/** Starts the GC controller. */
@Command(
    name = "gc-controller",
    description = "Deletes versions of ConfigMaps that nobody needs, and what was left behind.")
public final class Main implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final GcOptions gc = new GcOptions();

  private Main() {}

  /** Exits with the codes of {@code ExitCodes}. */
  public static void main(String[] args) {
    System.exit(Commands.execute(new Main(), args));
  }

  @Override
  public Integer call() {
    gc.validate();
    GcController controller =
        new GcController(gc.keep(), gc.dryRun(), gc.interval(), gc.leftoverGrace());
    return new ControllerProcess(options, controller).run();
  }
}
