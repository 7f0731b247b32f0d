package platform.tkex.common.process;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.client.ClientMetrics;
import platform.tkex.common.client.Clients;
import platform.tkex.common.client.ServerClock;
import platform.tkex.common.client.ServerDates;
import platform.tkex.common.events.ApiEventRecorder;
import platform.tkex.common.health.HttpEndpoints;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.leader.KubernetesLeaseStore;
import platform.tkex.common.leader.LeaderElection;
import platform.tkex.common.leader.LeaseCandidate;
import platform.tkex.common.leader.LeaseTimes;
import platform.tkex.common.metrics.MetricsRegistry;
import platform.tkex.common.read.KubernetesReader;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.time.Timers;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.HttpTransport;

/** What a process is made of, put together; closed in reverse order. */
final class ProcessParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessParts.class);
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
  private static final int CONNECTIONS = 4;
  private static final Duration FLUSH = Duration.ofSeconds(3);

  private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
  private final CommonOptions options;
  private final HttpEndpoints endpoints;
  private final ApiEventRecorder events;
  private final @Nullable LeaderElection election;
  private final ControllerContext context;

  static ProcessParts create(CommonOptions options, String name, String identity, Clock clock) {
    return new ProcessParts(options, name, identity, clock);
  }

  private ProcessParts(CommonOptions options, String name, String identity, Clock machine) {
    this.options = options;
    ServerClock clock = new ServerClock(machine, Ticker.system());
    MetricsRegistry metrics = closing(new MetricsRegistry(name, Version.of(ProcessParts.class)));
    MeterRegistry registry = metrics.registry();
    this.endpoints = closing(new HttpEndpoints(options.httpAddress(), metrics::scrape));
    ClientFactory factory =
        new ClientFactory(
            options.kubeconfig(),
            "tkex-" + name + "/" + Version.of(ProcessParts.class),
            options.http2(),
            CONNECTIONS,
            List.of(new ClientMetrics(registry, Ticker.system()), new ServerDates(clock)));
    Clients clients = closing(Clients.from(factory));
    this.election =
        options.leaderElect() ? election(factory, name, identity, clock, registry) : null;
    Fence fence = election == null ? Fence.always() : election.fence();
    ApiWriter writer =
        closing(
            ApiWriter.create(
                new HttpTransport(clients.writes(), WRITE_TIMEOUT),
                fence,
                options.maxWritesInFlight(),
                registry));
    this.events =
        new ApiEventRecorder(clients.writes(), "platform.tkex/" + name, identity, clock, registry);
    this.context =
        new ControllerContext(
            new KubernetesReader(clients, options.watchNamespace()),
            writer,
            events,
            registry,
            clock,
            Ticker.system(),
            Timers.system("timers"),
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("pass-", 0).factory()),
            options);
  }

  HttpEndpoints endpoints() {
    return endpoints;
  }

  ControllerContext context() {
    return context;
  }

  /** Calls {@code leading} once this process may act: at once without leader election. */
  void lead(Runnable leading, Runnable lost) {
    if (election == null) {
      Thread.ofPlatform().name("leading").start(leading);
    } else {
      election.start(leading, lost);
    }
  }

  /** Waits for writes, sends Events, then gives the lease up; whether the writes ended in time. */
  boolean drain(Duration timeout) {
    boolean drained = context.writer().close(timeout);
    events.close(FLUSH);
    if (election != null) {
      election.close();
    }
    return drained;
  }

  @Override
  public void close() {
    while (!closeables.isEmpty()) {
      AutoCloseable next = closeables.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.warn("could not close {}: {}", next.getClass().getSimpleName(), e.toString());
      }
    }
  }

  private LeaderElection election(
      ClientFactory factory, String name, String identity, Clock clock, MeterRegistry registry) {
    LeaseTimes times = options.leaseTimes();
    String lease = options.leaseName(name);
    KubernetesClient client = closing(factory.leases(times.requestTimeout()));
    LeaseCandidate candidate =
        new LeaseCandidate(
            new KubernetesLeaseStore(client, options.namespace(), lease),
            identity,
            times,
            clock,
            Ticker.system());
    return new LeaderElection(
        candidate,
        lease,
        times,
        Sleeper.system(),
        RandomGenerator.getDefault(),
        Thread.ofPlatform().daemon().factory(),
        registry);
  }

  private <T extends AutoCloseable> T closing(T part) {
    closeables.push(part);
    return part;
  }
}
