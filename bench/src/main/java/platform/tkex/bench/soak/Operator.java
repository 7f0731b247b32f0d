package platform.tkex.bench.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The process that is watched. */
final class Operator implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI metrics;
  private final long pid;
  private final Path log;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /**
   * @param url where it serves health and metrics
   * @param log its standard output, from its start
   */
  Operator(String url, long pid, Path log) {
    this.metrics = URI.create(url + "/metrics");
    this.pid = pid;
    this.log = log;
  }

  boolean lives() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  Metrics metrics() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(metrics).timeout(TIMEOUT).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(metrics + " answers " + answer.statusCode());
    }
    return Metrics.parse(answer.body());
  }

  /** Bytes on the heap that are in use after a full collection. */
  long liveHeap() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process collection =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (collection.waitFor() != 0) {
      throw new IOException("jcmd cannot collect the heap of process " + pid);
    }
    return (long) metrics().sum("jvm_memory_used_bytes", Map.of("area", "heap"));
  }

  List<String> logLines() throws IOException {
    return Files.readAllLines(log);
  }

  /** Lines of a level in its text format. */
  List<String> logLines(String level) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" " + level + " ")).toList();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
