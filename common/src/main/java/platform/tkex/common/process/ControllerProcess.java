package platform.tkex.common.process;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.health.HealthCheck;
import platform.tkex.common.logging.LogKeys;
import platform.tkex.common.logging.Logging;

/**
 * The life of one controller process.
 *
 * <p>Start: logging, clients, endpoints, leadership, controller. A standby is ready: it is there to
 * take over. Stop, on SIGTERM or when the lease is lost: readiness turns false, the controller
 * stops, writes drain, Events are flushed, the lease is released, connections close; all of it
 * within {@code --stop-timeout}, after which the process is halted. Exit codes: {@link ExitCodes}.
 */
public final class ControllerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ControllerProcess.class);

  /** After {@code --stop-timeout}; the pod's grace period must cover both. */
  private static final Duration HALT_AFTER = Duration.ofSeconds(3);

  /** What the deposed leader may still do; the next one may have begun. */
  private static final Duration LOST_TIMEOUT = Duration.ofSeconds(3);

  private final CommonOptions options;
  private final Controller controller;
  private final Clock machine;
  private final IntConsumer halt;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean started;
  private volatile int exitCode;

  public ControllerProcess(CommonOptions options, Controller controller) {
    this(options, controller, Clock.systemUTC(), Runtime.getRuntime()::halt);
  }

  /**
   * For tests.
   *
   * @param machine what this machine takes for the time
   */
  public ControllerProcess(
      CommonOptions options, Controller controller, Clock machine, IntConsumer halt) {
    this.options = options;
    this.controller = controller;
    this.machine = machine;
    this.halt = halt;
  }

  /**
   * Runs until the process is to end.
   *
   * @return the exit code
   * @throws InvalidOptionsException before anything is started
   */
  public int run() {
    options.validate();
    Logging.configure(options.logFormat(), options.logLevel());
    Thread hook = Thread.ofPlatform().name("shutdown").unstarted(this::onSignal);
    Runtime.getRuntime().addShutdownHook(hook);
    try (ProcessParts parts =
        ProcessParts.create(options, controller.name(), identity(), machine)) {
      parts.endpoints().ready("controller", this::controllerProblem);
      parts.endpoints().ready("process", HealthCheck.of(() -> !end.isDone(), "stopping"));
      parts.endpoints().live("threads", Deadlocks.check());
      LOG.atInfo()
          .addKeyValue(LogKeys.CONTROLLER, controller.name())
          .addKeyValue(LogKeys.VERSION, Version.of(controller.getClass()))
          .addKeyValue(LogKeys.ADDRESS, options.httpAddress().getHostString())
          .addKeyValue("port", parts.endpoints().port())
          .log("started");
      parts.lead(() -> startController(parts), () -> end.complete(ExitCodes.LEASE_LOST));
      exitCode = end.join();
      exitCode = stop(parts, exitCode);
    } finally {
      stopped.countDown();
    }
    LOG.atInfo().addKeyValue(LogKeys.EXIT_CODE, exitCode).log("stopped");
    return exitCode;
  }

  /** Asks the process to end; returns at once. */
  public void stop() {
    end.complete(ExitCodes.OK);
  }

  private void startController(ProcessParts parts) {
    try {
      controller.start(parts.context());
      started = true;
    } catch (RuntimeException e) {
      LOG.error("the controller could not start", e);
      end.complete(ExitCodes.FAILED);
    }
  }

  private Optional<String> controllerProblem() {
    return started && !controller.ready() ? Optional.of("not ready") : Optional.empty();
  }

  private int stop(ProcessParts parts, int code) {
    Duration timeout = code == ExitCodes.LEASE_LOST ? LOST_TIMEOUT : options.stopTimeout();
    haltAfter(timeout.plus(HALT_AFTER), code);
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      if (started) {
        controller.stop(timeout);
      }
    } catch (RuntimeException e) {
      LOG.error("the controller did not stop well", e);
    }
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    boolean drained = parts.drain(left);
    return drained || code != ExitCodes.OK ? code : ExitCodes.STOP_TIMEOUT;
  }

  /** Nothing here may keep a deposed or dying process alive. */
  private void haltAfter(Duration timeout, int code) {
    int haltCode = code == ExitCodes.OK ? ExitCodes.STOP_TIMEOUT : code;
    Thread.ofPlatform()
        .daemon()
        .name("halt")
        .start(() -> {
          try {
            if (!stopped.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
              halt.accept(haltCode);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /**
   * On SIGTERM the JVM would end with 143 once its hooks return; on {@code System.exit}, which
   * comes after {@link #run}, there is nothing left to do.
   */
  private void onSignal() {
    boolean asked = end.complete(ExitCodes.OK);
    try {
      stopped.await();
      if (asked) {
        halt.accept(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Unlike the pod's name alone, not shared with the same pod's earlier container. */
  private static String identity() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown-host";
    }
    return host + "_" + UUID.randomUUID();
  }
}
