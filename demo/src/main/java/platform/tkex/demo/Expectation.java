package platform.tkex.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a step waits for; looks at one view after another and may remember what it saw. */
interface Expectation {
  /** Called with every view, in the order of time. */
  Verdict look(ReleaseView view, Instant now);

  /** All pods are there, ready, and their revision is last good. */
  static Expectation firstRollout() {
    return (view, now) -> {
      if (!view.observed()) {
        return Verdict.WAITING;
      }
      if (view.is("Failed") || view.is("RolledBack")) {
        return new Verdict.Broken("the first rollout ended " + view.generalStatus());
      }
      return view.is("Completed")
              && view.allUpdatedAndReady()
              && !view.revisions().lastGood().isEmpty()
          ? new Verdict.Done(
              "%d of %d pods ready, last good revision %s"
                  .formatted(view.ready(), view.wanted(), view.revisions().lastGood()))
          : Verdict.WAITING;
    };
  }

  /**
   * A release other than that of {@code oldRevision} is in its second batch, and there is one more
   * to come.
   */
  static Expectation secondBatch(String oldRevision) {
    return (view, now) -> {
      if (!view.observed() || view.revisions().target().equals(oldRevision)) {
        return Verdict.WAITING;
      }
      if (!view.is("Progressing")
          && !view.is("WaitingInterval")
          && !view.generalStatus().isEmpty()) {
        return new Verdict.Broken(
            "the release is %s before its second batch was seen".formatted(view.generalStatus()));
      }
      if (view.order() > 3) {
        return new Verdict.Broken("batches 2 and 3 were over before they were seen");
      }
      return view.order() >= 2
          ? new Verdict.Done(
              "batch %d of %d has begun".formatted(view.order(), view.batches().size()))
          : Verdict.WAITING;
    };
  }

  /** It says Paused and, for that long, starts no batch. */
  static Expectation staysPaused(Duration hold) {
    return new StaysPaused(hold);
  }

  /** Every batch succeeded in turn and the new revision is last good. */
  static Expectation completed(String oldRevision, int batches) {
    return (view, now) -> {
      if (view.is("Failed") || view.is("RollingBack") || view.is("RolledBack")) {
        return new Verdict.Broken("the release is " + view.generalStatus() + ": " + view.message());
      }
      if (!view.is("Completed") || !view.complete() || !view.allUpdatedAndReady()) {
        return Verdict.WAITING;
      }
      if (view.batches().size() != batches
          || !view.batches().stream().allMatch(batch -> batch.is("Succeeded"))) {
        return new Verdict.Broken("it is Completed, but not by %d batches".formatted(batches));
      }
      String lastGood = view.revisions().lastGood();
      if (lastGood.equals(oldRevision) || !lastGood.equals(view.revisions().target())) {
        return new Verdict.Broken("it is Completed, but last good is " + lastGood);
      }
      return new Verdict.Done(
          "%d batches succeeded, last good revision %s".formatted(batches, lastGood));
    };
  }

  /** The deadline of the first batch passed and its pods went back to {@code lastGood}. */
  static Expectation rolledBack(String lastGood) {
    return new RolledBack(lastGood);
  }

  /** See {@link #staysPaused}. */
  final class StaysPaused implements Expectation {
    private final Duration hold;
    private @Nullable Instant since;
    private int order;

    StaysPaused(Duration hold) {
      this.hold = hold;
    }

    @Override
    public Verdict look(ReleaseView view, Instant now) {
      if (since == null) {
        if (Set.of("Completed", "Failed", "RolledBack").contains(view.generalStatus())) {
          return new Verdict.Broken(
              "the release was " + view.generalStatus() + " before it paused");
        }
        if (view.is("Paused")) {
          since = now;
          order = view.order();
        }
        return Verdict.WAITING;
      }
      if (!view.is("Paused")) {
        return new Verdict.Broken("it left Paused by itself: " + view.generalStatus());
      }
      if (view.order() != order) {
        return new Verdict.Broken("batch %d began while paused".formatted(view.order()));
      }
      return Duration.between(since, now).compareTo(hold) >= 0
          ? new Verdict.Done(
              "paused in batch %d for %d s, no further batch began"
                  .formatted(order, hold.toSeconds()))
          : Verdict.WAITING;
    }
  }

  /** See {@link #rolledBack}. */
  final class RolledBack implements Expectation {
    private final String lastGood;
    private String target = "";

    RolledBack(String lastGood) {
      this.lastGood = lastGood;
    }

    @Override
    public Verdict look(ReleaseView view, Instant now) {
      ReleaseView.Revisions revisions = view.revisions();
      if (!view.observed() || revisions.target().equals(lastGood)) {
        return Verdict.WAITING;
      }
      target = revisions.target();
      if (view.is("Completed") || !revisions.lastGood().equals(lastGood)) {
        return new Verdict.Broken("the broken image was taken for good: " + view.message());
      }
      // A rollback that missed its deadline goes on.
      if (view.is("Failed") && view.rollback().isEmpty()) {
        return new Verdict.Broken("it stopped without going back: " + view.message());
      }
      if (view.order() > 1) {
        return new Verdict.Broken("the broken image reached batch " + view.order());
      }
      if (!view.is("RolledBack") || view.ready() != view.wanted()) {
        return Verdict.WAITING;
      }
      return revisions.failed().equals(target)
          ? new Verdict.Done(
              "revision %s failed, %d of %d pods are ready at %s"
                  .formatted(target, view.ready(), view.wanted(), lastGood))
          : new Verdict.Broken("it is RolledBack, but failedRevision is " + revisions.failed());
    }
  }
}
