package platform.tkex.bench.soak;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** All users at work, each on a thread of its own, until their time is up. */
final class Campaign {
  private static final int LONGEST_THOUGHT_SECONDS = 40;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(60);

  private final List<User> users = new ArrayList<>();
  private final Ledger ledger;
  private final Examiner examiner;
  private final long started = System.nanoTime();

  /**
   * @param seed of what each user does; when they do it is the machine's
   */
  Campaign(Fleet fleet, Ledger ledger, Examiner examiner, int workloads, long seed) {
    this.ledger = ledger;
    this.examiner = examiner;
    SplittableRandom random = new SplittableRandom(seed);
    for (int number = 0; number < workloads; number++) {
      users.add(new User(fleet, ledger, number, random.split()));
    }
  }

  private interface Task {
    void run(User user) throws InterruptedException;
  }

  /** Makes all workloads and waits until they are up. */
  void begin() throws IOException, InterruptedException {
    inParallel(User::begin, false);
  }

  /** Each user does one thing after the other; those begun in time are waited for. */
  void run(Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    inParallel(
        user -> {
          boolean well = true;
          while (well && System.nanoTime() < end) {
            user.think(LONGEST_THOUGHT_SECONDS);
            well = System.nanoTime() >= end || user.act();
          }
        },
        true);
  }

  private void inParallel(Task task, boolean tell) throws IOException, InterruptedException {
    AtomicInteger busy = new AtomicInteger(users.size());
    Object monitor = new Object();
    for (User user : users) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              task.run(user);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
              ledger.failed("a user ended: " + e);
            } finally {
              synchronized (monitor) {
                busy.decrementAndGet();
                monitor.notifyAll();
              }
            }
          });
    }
    long told = System.nanoTime();
    while (true) {
      synchronized (monitor) {
        if (busy.get() == 0) {
          return;
        }
        monitor.wait(LOOK_EVERY.toMillis());
      }
      if (tell && System.nanoTime() - told >= LOOK_EVERY.toNanos()) {
        told = System.nanoTime();
        progress();
      }
    }
  }

  private void progress() throws IOException, InterruptedException {
    System.out.printf(
        Locale.ROOT,
        "[%5d s] %d steps, %d failures; %s%n",
        Duration.ofNanos(System.nanoTime() - started).toSeconds(),
        ledger.total(),
        ledger.failures().size(),
        vitals());
  }

  /** For people who watch; what is judged is read when all is quiet. */
  private String vitals() throws IOException, InterruptedException {
    try {
      return examiner.vitals().toString();
    } catch (KubernetesClientException e) {
      return "no answer from the API server: " + e.getMessage();
    }
  }
}
