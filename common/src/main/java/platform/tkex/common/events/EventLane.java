package platform.tkex.common.events;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.events.EventLedger.Fate;

/** One thread that sends what happened to some of the objects, in its order. */
final class EventLane {

  private static final Logger LOG = LoggerFactory.getLogger(EventLane.class);

  /** Empty is no occurrence: it wakes the thread so that it sees the end. */
  private final BlockingQueue<Optional<Occurrence>> queue;

  private final EventLedger ledger;
  private final Consumer<Fate> told;
  private final Runnable left;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param capacity occurrences that may wait
   * @param told hears what became of each
   * @param left hears of each that was not sent before the end
   */
  EventLane(String name, int capacity, EventLedger ledger, Consumer<Fate> told, Runnable left) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.ledger = ledger;
    this.told = told;
    this.left = left;
    this.thread = Thread.ofVirtual().name(name).start(this::sendAll);
  }

  /** Whether there was room for it. */
  boolean offer(Occurrence occurrence) {
    return queue.offer(Optional.of(occurrence));
  }

  /** What waits is still sent, nothing may be offered any more. */
  void finish() {
    closing = true;
    // a full queue keeps the thread awake by itself
    queue.offer(Optional.empty());
  }

  /** Waits for the end; what could not be sent in that time is dropped. */
  void join(Duration timeout) throws InterruptedException {
    if (!thread.join(timeout)) {
      thread.interrupt();
    }
  }

  private void sendAll() {
    try {
      while (!closing || !queue.isEmpty()) {
        Optional<Occurrence> next = queue.take();
        if (next.isPresent()) {
          told.accept(send(next.get()));
        }
      }
    } catch (InterruptedException e) {
      queue.stream().flatMap(Optional::stream).forEach(_ -> left.run());
      Thread.currentThread().interrupt();
    }
  }

  private Fate send(Occurrence occurrence) throws InterruptedException {
    try {
      return ledger.tell(occurrence);
    } catch (RuntimeException e) {
      LOG.debug("event {} failed", occurrence.eventName(), e);
      return Fate.FAILED;
    }
  }
}
