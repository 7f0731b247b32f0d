package platform.tkex.bench.soak;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.testkit.Workloads;

/**
 * The owner of one workload, who does one thing after the other, waits for its end, and writes down
 * what the operator must have told of it.
 */
final class User {
  private static final int MOST_PODS = 20;

  /** Long, for all workloads share what a machine can do, and how fast that is is not the point. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int PLENTY_SECONDS = 900;

  private final Fleet fleet;
  private final Ledger ledger;
  private final RandomGenerator random;
  private final String namespace;
  private final String name;
  private int version = 1;

  /** Of the newest spec that this user has written: what is older says nothing of it. */
  private long generation;

  User(Fleet fleet, Ledger ledger, int number, RandomGenerator random) {
    this.fleet = fleet;
    this.ledger = ledger;
    this.random = random;
    this.namespace = Fleet.namespaceOf(number);
    this.name = "w" + number;
  }

  /** What did not come about within {@link #PATIENCE}. */
  private static final class NeverCame extends RuntimeException {
    private static final long serialVersionUID = 1;

    NeverCame(String what) {
      super(what);
    }
  }

  /** Makes the workload; whether it came up. */
  boolean begin() throws InterruptedException {
    return step("create", this::create);
  }

  /** Does one thing at random; after one that did not end as it must there is no next one. */
  boolean act() throws InterruptedException {
    int drawn = random.nextInt(100);
    if (drawn < 28) {
      return step("release", this::release);
    } else if (drawn < 38) {
      return step("superseded release", this::supersede);
    } else if (drawn < 52) {
      return step("bad release", this::releaseBad);
    } else if (drawn < 70) {
      return step("scaling", this::scale);
    } else if (drawn < 79) {
      return step("paused release", this::releasePaused);
    } else if (drawn < 87) {
      return step("confirmed release", this::releaseConfirmed);
    } else if (drawn < 95) {
      return step("rollback", this::rollBack);
    }
    return step("deletion and creation", this::deleteAndCreate);
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private boolean step(String what, Step step) throws InterruptedException {
    try {
      step.run();
      return true;
    } catch (NeverCame | KubernetesClientException e) {
      ledger.failed(key() + ", " + what + ": " + e.getMessage());
      return false;
    }
  }

  private void create() throws InterruptedException {
    boolean ordered = random.nextInt(4) == 0;
    fleet.create(
        Workloads.statefulSetPlus(name)
            .namespace(namespace)
            .replicas(1 + random.nextInt(MOST_PODS))
            .image(nextImage())
            .podManagementPolicy(
                ordered ? PodManagementPolicy.ORDERED_READY : PodManagementPolicy.PARALLEL)
            .batches(1, true)
            .spec(spec -> spec.setRevisionHistoryLimit(2))
            .build());
    await("it comes up", this::isReleased);
    ledger.done("creation", "ReleaseCompleted");
  }

  private void release() throws InterruptedException {
    change(template(nextImage()) + ", " + plan(true, PLENTY_SECONDS));
    await("its release completes", this::isReleased);
    ledger.done("release", "ReleaseStarted", "ReleaseCompleted");
  }

  /** The first of two may be over before the second one comes. */
  private void supersede() throws InterruptedException {
    String before = Views.target(now());
    change(template(nextImage()) + ", " + plan(true, PLENTY_SECONDS));
    await("its release begins", w -> Views.observed(w) && !Views.target(w).equals(before));
    change(template(nextImage()));
    await("its second release completes", this::isReleased);
    ledger.expect("ReleaseCompleted", 0, 1);
    ledger.done("superseded release", "ReleaseStarted", "ReleaseStarted", "ReleaseCompleted");
  }

  private void releaseBad() throws InterruptedException {
    String before = Views.target(now());
    change(
        template("app:never-ready", "version " + ++version)
            + ", "
            + plan(true, 10 + random.nextInt(10)));
    await(
        "its bad release is rolled back",
        w -> Views.is(w, GeneralStatus.ROLLED_BACK) && !Views.target(w).equals(before) && isUp(w));
    ledger.done(
        "bad release", "ReleaseStarted", "BatchFailed", "RollbackStarted", "RollbackSucceeded");
  }

  private void scale() throws InterruptedException {
    int replicas = 1 + random.nextInt(MOST_PODS);
    change("\"replicas\": " + replicas);
    await(replicas + " pods are available", w -> isUp(w) && Views.replicas(w) == replicas);
    ledger.done("scaling");
  }

  private void releasePaused() throws InterruptedException {
    annotate(Annotations.PAUSE, "true");
    await("it is paused", Views::paused);
    change(template(nextImage()) + ", " + plan(true, PLENTY_SECONDS));
    await("its release stands", w -> Views.is(w, GeneralStatus.PAUSED));
    think(3);
    annotate(Annotations.PAUSE, null);
    await("its release goes on and completes", w -> isReleased(w) && !Views.paused(w));
    ledger.done(
        "paused release", "ReleaseStarted", "ReleasePaused", "ReleaseResumed", "ReleaseCompleted");
  }

  private void releaseConfirmed() throws InterruptedException {
    change(template(nextImage()) + ", " + plan(false, PLENTY_SECONDS));
    int confirmed = 0;
    while (true) {
      int last = confirmed;
      await(
          "batch " + (last + 1) + " waits for its confirmation",
          w ->
              isReleased(w)
                  || (Views.is(w, GeneralStatus.WAITING_FOR_CONFIRMATION)
                      && Views.batch(w) > last));
      if (isReleased(now())) {
        break;
      }
      confirmed = Views.batch(now());
      annotate(Annotations.CONFIRM_BATCH, Views.target(now()) + "/" + confirmed);
      ledger.expect("BatchConfirmed", 1, 1);
    }
    ledger.done("confirmed release", "ReleaseStarted", "ReleaseCompleted");
  }

  private void rollBack() throws InterruptedException {
    release();
    String good = Views.lastGood(now());
    release();
    annotate(Annotations.ROLLBACK, good);
    await("it is rolled back", w -> Views.is(w, GeneralStatus.ROLLED_BACK) && isUp(w));
    ledger.done("rollback", "RollbackStarted", "RollbackSucceeded");
  }

  private void deleteAndCreate() throws InterruptedException {
    generation = 0;
    fleet.delete(
        namespace,
        name,
        random.nextBoolean() ? DeletionPropagation.BACKGROUND : DeletionPropagation.FOREGROUND);
    await("it is gone", w -> w == null);
    // its pods go after it; whoever comes earlier finds their names taken
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (fleet.hasPods(namespace, name)) {
      if (System.nanoTime() > end) {
        throw new NeverCame("its pods are still there after " + PATIENCE);
      }
      Thread.sleep(500);
    }
    create();
    ledger.done("deletion");
  }

  /** Up to so many seconds. */
  void think(int seconds) throws InterruptedException {
    Thread.sleep(random.nextInt(1000 * seconds));
  }

  private void change(String spec) {
    generation = fleet.merge(namespace, name, "{\"spec\": {" + spec + "}}");
  }

  private void annotate(String key, @Nullable String value) {
    String text = value == null ? "null" : "\"" + value + "\"";
    fleet.merge(
        namespace, name, "{\"metadata\": {\"annotations\": {\"" + key + "\": " + text + "}}}");
  }

  private String nextImage() {
    return "app:v" + ++version;
  }

  private static String template(String image) {
    return template(image, "");
  }

  private static String template(String image, String note) {
    return "\"template\": {\"metadata\": {\"annotations\": {\"note\": \""
        + note
        + "\"}}, \"spec\": {\"containers\": [{\"name\": \"app\", \"image\": \""
        + image
        + "\"}]}}";
  }

  private String plan(boolean auto, int timeoutSeconds) {
    return "\"batchDeployConfig\": {\"batchNum\": "
        + (1 + random.nextInt(4))
        + ", \"batchAuto\": "
        + auto
        + ", \"batchTimeoutSeconds\": "
        + timeoutSeconds
        + ", \"rollbackScope\": \""
        + (random.nextBoolean() ? "Batch" : "All")
        + "\", \"podsUpdateMode\": \""
        + (random.nextInt(5) == 0 ? "Serial" : "Parallel")
        + "\"}";
  }

  private boolean isUp(@Nullable StatefulSetPlus workload) {
    return workload != null
        && Views.observed(workload)
        && Views.available(workload) == Views.wanted(workload)
        && Views.replicas(workload) == Views.wanted(workload);
  }

  private boolean isReleased(@Nullable StatefulSetPlus workload) {
    return Views.is(workload, GeneralStatus.COMPLETED) && isUp(workload);
  }

  private @Nullable StatefulSetPlus now() {
    return fleet.get(key());
  }

  private String key() {
    return Fleet.key(namespace, name);
  }

  private void await(String what, Predicate<@Nullable StatefulSetPlus> wanted)
      throws InterruptedException {
    Predicate<@Nullable StatefulSetPlus> newest =
        w -> w == null || w.getMetadata().getGeneration() >= generation;
    if (!fleet.await(key(), newest.and(wanted), PATIENCE)) {
      throw new NeverCame("not within " + PATIENCE + ": " + what + "; " + Views.brief(now()));
    }
  }
}
