package platform.tkex.statefulsetplus.abswitch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Asks one pod every few milliseconds which version serves, from outside. */
final class GapMeter implements AutoCloseable {
  private final Process process;

  GapMeter(Path program, String address) {
    try {
      process =
          new ProcessBuilder(program.toString(), "--every", "2ms", address)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it; what it has measured. */
  JsonNode report() {
    // not by destroy() of the process itself, which closes what is to be read
    process.toHandle().destroy();
    try {
      JsonNode report = new ObjectMapper().readTree(process.getInputStream());
      process.waitFor(10, TimeUnit.SECONDS);
      return report;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
