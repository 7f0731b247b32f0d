package platform.tkex.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout of the suite is, whichever module's folder a test runs in. */
public final class Repository {

  private Repository() {}

  /** The folder that holds {@code devcluster/} and the parent POM. */
  public static Path root() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve("testkit/pom.xml")) && Files.exists(dir.resolve("pom.xml"))) {
        return dir;
      }
    }
    throw new IllegalStateException(
        "no folder above " + Path.of("").toAbsolutePath() + " holds pom.xml and testkit/pom.xml");
  }
}
