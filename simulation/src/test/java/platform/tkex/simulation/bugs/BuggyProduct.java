package platform.tkex.simulation.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import platform.tkex.simulation.run.Fleet;

/** The product with one line of its sources changed, and the simulation on top of it. */
final class BuggyProduct {

  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");

  private final Path classes;

  /**
   * @param file relative to a module's sources of the platform, unique by its end
   */
  BuggyProduct(Path folder, String file, String right, String wrong) throws IOException {
    Path source = find(file);
    String text = Files.readString(source);
    assertThat(text.split(Pattern.quote(right), -1))
        .as("%s is to be changed in one place", file)
        .hasSize(2);
    Path changed = folder.resolve("src").resolve(source.getFileName());
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, text.replace(right, wrong));
    classes = Files.createDirectories(folder.resolve("classes"));
    compile(changed, classes);
  }

  private static Path find(String file) throws IOException {
    for (String module : List.of("operator-statefulsetplus", "common")) {
      try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        List<Path> found = sources.filter(path -> path.endsWith(file)).toList();
        if (found.size() == 1) {
          return found.getFirst();
        }
      }
    }
    throw new IOException("no source " + file);
  }

  private static void compile(Path source, Path classes) {
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-parameters",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(result).as("%s compiles", source).isZero();
  }

  /** What the simulation finds in so many seeds; nothing when it finds nothing. */
  List<String> violations(long seeds) {
    List<String> lines = new ArrayList<>();
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    int code = new Fleet(classPath, lines::add).run(1, seeds, 1);
    assertThat(code).as("the simulation ran: %s", lines).isLessThanOrEqualTo(1);
    return lines.stream().filter(line -> line.contains(" broke a rule: ")).toList();
  }
}
