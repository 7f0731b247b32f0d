package platform.tkex.bench.speed;

import java.time.Duration;

/** Times one contender in a namespace of its own. */
record Trial(Contender contender, Tally tally, PodWatch watch) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Until all pods are ready. */
  Duration create(String workload, int pods) throws InterruptedException {
    tally.beginAnew();
    long start = System.nanoTime();
    contender.create(workload, pods);
    return ready(pods, start, Phase.CREATE);
  }

  /** Until all pods are others than before, and ready. */
  Duration recreate(String workload, int pods) throws InterruptedException {
    tally.beginAnew();
    long start = System.nanoTime();
    contender.recreate(workload);
    return ready(pods, start, Phase.RECREATE);
  }

  void remove(String workload) throws InterruptedException {
    contender.remove(workload);
    if (!tally.awaitGone(LIMIT)) {
      watch.check();
      throw new IllegalStateException("the pods of " + workload + " are not gone after " + LIMIT);
    }
  }

  private Duration ready(int pods, long start, Phase phase) throws InterruptedException {
    boolean ready = tally.awaitReady(pods, LIMIT);
    long end = System.nanoTime();
    watch.check();
    if (!ready) {
      throw new IllegalStateException(
          contender.rival().text()
              + ", "
              + phase.text()
              + ": of "
              + pods
              + " pods "
              + tally.ready()
              + " are ready after "
              + LIMIT);
    }
    return Duration.ofNanos(end - start);
  }
}
