package platform.tkex.statefulsetplus.abswitch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import platform.tkex.testkit.DevCluster;
import platform.tkex.testkit.Repository;

/** Images of the launcher with a business that does as it is told, for the real node. */
final class SwitchImages {
  private final Path folder;
  private final Path launcher;
  private final Path business;
  private final Path pause;

  /**
   * Builds the programs.
   *
   * @param folder for them and for the archives of the images
   */
  SwitchImages(Path folder) {
    this.folder = folder;
    launcher = built(".", "ab-switch");
    business = built("./business", "business");
    pause = folder.resolve("pause");
    try {
      Files.copy(launcher, pause);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program that measures gaps from outside. */
  Path gapMeter() {
    return built("./gapmeter", "gapmeter");
  }

  private Path built(String what, String name) {
    Path program = folder.resolve(name);
    DevCluster.buildProgram(Repository.root().resolve("ab-switch"), what, program);
    return program;
  }

  /**
   * A version of the business, {@code local/ab:VERSION}.
   *
   * @param environment of the launcher
   * @param behaviour words of the Go package {@code business}; empty for one that serves well
   */
  void business(String version, String behaviour, String... environment) {
    List<String> variables = new ArrayList<>(List.of(environment));
    variables.addAll(List.of("BIZ_VERSION=" + version, "BIZ_BEHAVIOUR=" + behaviour));
    DevCluster.loadImage("local/ab:" + version, List.of(launcher, business), variables, folder);
  }

  /** The pause image, which is the sidecar's too. */
  void pause(String image) {
    DevCluster.loadImage(image, List.of(launcher, pause), List.of(), folder);
  }
}
