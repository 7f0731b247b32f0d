package platform.tkex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnbrokenWatchTest {

  private static final String START = "10";

  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<WatcherException> lost = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  @Test
  void goesOnFromTheLastStepThatWasTold() {
    try (UnbrokenWatch<ConfigMap> _ = open()) {
      connection(0).tell(Action.ADDED, "11");
      connection(0).tell(Action.BOOKMARK, "15");
      connection(0).end();
      connection(1).tell(Action.MODIFIED, "16");

      assertThat(connections).extracting(Connection::from).containsExactly(START, "15");
      assertThat(told).containsExactly("ADDED 11", "MODIFIED 16");
      assertThat(lost).isEmpty();
    }
  }

  @Test
  void stepsAreLostOnlyWhenItIsRefusedAgainAndAgain() {
    try (UnbrokenWatch<ConfigMap> _ = open()) {
      for (int i = 0; i < 4; i++) {
        connection(i).end();
      }
      connection(4).tell(Action.ADDED, "12");
      for (int i = 4; i < 9; i++) {
        connection(i).end();
      }
      connection(9).tell(Action.ADDED, "100");

      assertThat(lost).hasSize(1);
      assertThat(connection(8).from()).isEqualTo("12");
      assertThat(connection(9).from()).isEqualTo("99");
      assertThat(told).containsExactly("ADDED 12", "ADDED 100");
    }
  }

  @Test
  void comesBackWithTheApiServer() {
    try (UnbrokenWatch<ConfigMap> _ = open()) {
      refusals.set(3);
      connection(0).end();

      assertThat(connection(1).from()).isEqualTo(START);
      assertThat(lost).isEmpty();
    }
  }

  @Test
  void tellsNothingAndAsksForNothingOnceItIsClosed() {
    UnbrokenWatch<ConfigMap> watch = open();
    watch.close();
    connection(0).tell(Action.ADDED, "11");
    connection(0).end();

    assertThat(told).isEmpty();
    assertThat(connections).extracting(Connection::closed).containsExactly(true);
  }

  private UnbrokenWatch<ConfigMap> open() {
    return UnbrokenWatch.open(
        this::connect,
        START,
        (action, step) -> told.add(action + " " + step.getMetadata().getResourceVersion()),
        cause -> {
          lost.add(cause);
          return "99";
        });
  }

  private Watch connect(ListOptions options, Watcher<ConfigMap> watcher) {
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new KubernetesClientException("connection refused");
    }
    Connection connection = new Connection(options.getResourceVersion(), watcher);
    connections.add(connection);
    return connection;
  }

  private Connection connection(int number) {
    Await.until("there is connection " + number, () -> connections.size() > number);
    return connections.get(number);
  }

  /** One connection to an API server, of which the test is the other end. */
  private static final class Connection implements Watch {

    private final @Nullable String from;
    private final Watcher<ConfigMap> watcher;
    private volatile boolean closed;

    Connection(@Nullable String from, Watcher<ConfigMap> watcher) {
      this.from = from;
      this.watcher = watcher;
    }

    String from() {
      return Objects.requireNonNull(from);
    }

    boolean closed() {
      return closed;
    }

    void tell(Action action, String version) {
      watcher.eventReceived(
          action,
          new ConfigMapBuilder()
              .withNewMetadata()
              .withResourceVersion(version)
              .endMetadata()
              .build());
    }

    void end() {
      watcher.onClose(new WatcherException("too old resource version"));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
