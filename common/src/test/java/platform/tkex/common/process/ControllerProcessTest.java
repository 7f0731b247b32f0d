package platform.tkex.common.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import platform.tkex.common.write.Write;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ControllerProcessTest {

  private static final int NOT_HALTED = -1;

  @TempDir private Path folder;
  private KubernetesMockServer server;
  private KubernetesClient client;
  private final AtomicInteger halted = new AtomicInteger(NOT_HALTED);
  private final Sample controller = new Sample();
  private final HttpClient http = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    controller.mayStop.countDown();
    http.close();
  }

  @Test
  void startsLeadsAndStopsInOrder() {
    ControllerProcess process = process();
    CompletableFuture<Integer> run = run(process);
    await().until(() -> get("/readyz").equals("503 controller: not ready\n"));
    assertThat(holder()).isNotEmpty();
    controller.ready = true;
    assertThat(get("/readyz")).isEqualTo("200 ok\n");
    assertThat(get("/livez")).isEqualTo("200 ok\n");
    assertThat(get("/metrics")).contains("leader_election_master_status{name=\"sample\"} 1.0");

    process.stop();

    assertThat(join(run)).isEqualTo(ExitCodes.OK);
    assertThat(controller.seenAtStop)
        .containsExactly("503 process: stopping\n", "holds the lease", "may write");
    assertThat(holder()).as("released for the next").isEmpty();
    assertThat(controller.context().writer().run(anyWrite()).done()).isFalse();
    assertThat(halted).hasValue(NOT_HALTED);
  }

  @Test
  void aStandbyIsReadyAndNeverStarted() {
    CompletableFuture<Integer> leads = run(process());
    await().until(() -> !holder().isEmpty());
    int leadersPort = port;
    Sample standby = new Sample();
    port = port == 65_535 ? port - 1 : port + 1;
    ControllerProcess other =
        new ControllerProcess(options(), standby, Clock.systemUTC(), halted::set);
    CompletableFuture<Integer> waits = run(other);
    await().until(() -> get("/readyz").equals("200 ok\n"));

    other.stop();

    assertThat(join(waits)).isEqualTo(ExitCodes.OK);
    assertThat(standby.context).isNull();
    assertThat(holder()).isNotEmpty();
    port = leadersPort;
    assertThat(leads).isNotDone();
    takenByAnother();

    assertThat(join(leads)).isEqualTo(ExitCodes.LEASE_LOST);
    assertThat(controller.seenAtStop).doesNotContain("may write");
    assertThat(holder()).isEqualTo("another");
  }

  @Test
  void aControllerThatCannotStartEndsTheProcess() {
    controller.failure = new IllegalStateException("on purpose");

    assertThat(join(run(process("--leader-elect=false")))).isEqualTo(ExitCodes.FAILED);
  }

  @Test
  void whatDoesNotStopInTimeIsHalted() {
    controller.hangs = true;
    ControllerProcess process = process("--leader-elect=false", "--stop-timeout=100ms");
    CompletableFuture<Integer> run = run(process);
    await().until(() -> controller.context != null);

    process.stop();

    await().atMost(10, TimeUnit.SECONDS).until(() -> halted.get() == ExitCodes.STOP_TIMEOUT);
    assertThat(run).isNotDone();
  }

  /** Whatever the leader writes at the same time. */
  private void takenByAnother() {
    client
        .leases()
        .inNamespace("x")
        .withName("sample")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"holderIdentity\":\"another\"}}");
  }

  private ControllerProcess process(String... more) {
    return new ControllerProcess(options(more), controller, Clock.systemUTC(), halted::set);
  }

  private CommonOptions options(String... more) {
    CommonOptions options = new CommonOptions();
    CommandLine line = new CommandLine(new Mixed(options));
    Converters.register(line);
    List<String> arguments = new CopyOnWriteArrayList<>(more);
    arguments.addAll(
        List.of(
            "--kubeconfig=" + kubeconfig(),
            "--namespace=x",
            "--http-address=127.0.0.1:" + port,
            "--lease-duration=15s",
            "--lease-renew-deadline=10s",
            "--lease-retry-period=100ms",
            "--log-level=error"));
    line.parseArgs(arguments.toArray(String[]::new));
    return options;
  }

  @CommandLine.Command
  private record Mixed(@CommandLine.Mixin CommonOptions options) {}

  private Path kubeconfig() {
    try {
      return Files.writeString(
          folder.resolve("kubeconfig"),
          """
          current-context: c
          contexts: [{name: c, context: {cluster: k, user: u}}]
          clusters: [{name: k, cluster: {server: "%s"}}]
          users: [{name: u, user: {token: t}}]
          """
              .formatted(server.url("/")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletableFuture<Integer> run(ControllerProcess process) {
    return CompletableFuture.supplyAsync(
        process::run, task -> Thread.ofPlatform().daemon().start(task));
  }

  private static int join(CompletableFuture<Integer> run) {
    return run.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private String holder() {
    Lease lease = client.leases().inNamespace("x").withName("sample").get();
    return lease == null ? "" : lease.getSpec().getHolderIdentity();
  }

  private String get(String path) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Write anyWrite() {
    return Write.create(
        "/api/v1/namespaces/x/configmaps",
        "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"generateName\":\"c-\"}}"
            .getBytes(StandardCharsets.UTF_8));
  }

  private final class Sample implements Controller {
    volatile boolean ready;
    volatile boolean hangs;
    volatile @Nullable RuntimeException failure;
    volatile @Nullable ControllerContext context;
    final CountDownLatch mayStop = new CountDownLatch(1);
    final List<String> seenAtStop = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
      return "sample";
    }

    @Override
    public void start(ControllerContext given) {
      if (failure != null) {
        throw failure;
      }
      context = given;
    }

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public void stop(Duration timeout) {
      seenAtStop.add(get("/readyz"));
      if (!holder().isEmpty()) {
        seenAtStop.add("holds the lease");
      }
      if (context().writer().run(anyWrite()).done()) {
        seenAtStop.add("may write");
      }
      if (hangs) {
        hang();
      }
    }

    ControllerContext context() {
      ControllerContext given = context;
      if (given == null) {
        throw new IllegalStateException("not started");
      }
      return given;
    }

    private void hang() {
      try {
        mayStop.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
