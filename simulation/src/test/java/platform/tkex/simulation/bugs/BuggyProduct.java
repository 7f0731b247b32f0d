package platform.tkex.simulation.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The product with one line of its sources changed, and the simulation on top of it. */
final class BuggyProduct implements AutoCloseable {

  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");

  private final URLClassLoader loader;

  /**
   * @param file relative to a module's sources of the platform, unique by its end
   */
  BuggyProduct(Path folder, String file, String right, String wrong) throws IOException {
    Path source = find(file);
    String text = Files.readString(source);
    assertThat(text.split(java.util.regex.Pattern.quote(right), -1))
        .as("%s is to be changed in one place", file)
        .hasSize(2);
    Path changed = folder.resolve("src").resolve(source.getFileName());
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, text.replace(right, wrong));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(changed, classes);
    loader = new ChildFirst(classes);
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

  /** What the simulation finds in so many seeds; empty for nothing. */
  String firstViolation(long seeds, int threads) throws ReflectiveOperationException {
    return (String)
        Class.forName(Probe.class.getName(), true, loader)
            .getMethod("firstViolation", long.class, int.class)
            .invoke(null, seeds, threads);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  /**
   * Loads product and simulation anew, the changed class first; libraries and API types are shared.
   */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(Path classes) throws IOException {
      super(urls(classes), BuggyProduct.class.getClassLoader());
    }

    private static URL[] urls(Path classes) throws IOException {
      List<URL> urls = new ArrayList<>();
      urls.add(classes.toUri().toURL());
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean ours = name.startsWith("platform.tkex.") && !name.startsWith("platform.tkex.crds.");
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : ours ? findClass(name) : super.loadClass(name, resolve);
      }
    }
  }
}
