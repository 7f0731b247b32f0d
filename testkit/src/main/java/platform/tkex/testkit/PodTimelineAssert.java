package platform.tkex.testkit;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.assertj.core.api.AbstractAssert;

/** Asserts on what happened to the pods of a workload; every failure prints the whole record. */
public final class PodTimelineAssert extends AbstractAssert<PodTimelineAssert, PodTimeline> {

  PodTimelineAssert(PodTimeline actual) {
    super(actual, PodTimelineAssert.class);
  }

  /** No pod was created, deleted or replaced; changes of a living pod are no matter. */
  public PodTimelineAssert nobodyCameOrWent() {
    isNotNull();
    if (!actual.creations().isEmpty() || !actual.deletions().isEmpty()) {
      fail(
          "expected no pod to come or go, but created were %s and deleted %s"
              .formatted(actual.creationOrder(), actual.deletionOrder()));
    }
    return this;
  }

  /** Exactly these ordinals were deleted, in this order. */
  public PodTimelineAssert deletedInOrder(Integer... ordinals) {
    isNotNull();
    if (!actual.deletionOrder().equals(List.of(ordinals))) {
      fail(
          "expected deletions of %s, but they were %s"
              .formatted(List.of(ordinals), actual.deletionOrder()));
    }
    return this;
  }

  /** Exactly these ordinals were created, in this order. */
  public PodTimelineAssert createdInOrder(Integer... ordinals) {
    isNotNull();
    if (!actual.creationOrder().equals(List.of(ordinals))) {
      fail(
          "expected creations of %s, but they were %s"
              .formatted(List.of(ordinals), actual.creationOrder()));
    }
    return this;
  }

  /** Each of the ordinals was made exactly once and no other one was. */
  public PodTimelineAssert createdOnceEach(Integer... ordinals) {
    isNotNull();
    NavigableMap<Integer, Integer> wanted = new TreeMap<>();
    for (Integer ordinal : ordinals) {
      wanted.put(ordinal, 1);
    }
    if (!actual.creationsPerOrdinal().equals(wanted)) {
      fail(
          "expected creations per ordinal %s, but they were %s"
              .formatted(wanted, actual.creationsPerOrdinal()));
    }
    return this;
  }

  /** At no moment were more than so many of the ordinals [0, replicas) unavailable. */
  public PodTimelineAssert hadAtMostUnavailable(int limit, int replicas) {
    return hadAtMostUnavailable(limit, replicas, 0);
  }

  /** As above; a pod is available once it was ready for minReadySeconds. */
  public PodTimelineAssert hadAtMostUnavailable(int limit, int replicas, int minReadySeconds) {
    isNotNull();
    int most = actual.maxUnavailable(0, replicas, minReadySeconds);
    if (most > limit) {
      fail(
          "expected at most %d of %d pods unavailable at once, but there were %d"
              .formatted(limit, replicas, most));
    }
    return this;
  }

  /** Each pod was gone before the next one was asked to go. */
  public PodTimelineAssert deletedOneAtATime() {
    isNotNull();
    if (actual.maxTerminating() > 1) {
      fail("expected one deletion at a time, but there were " + actual.maxTerminating());
    }
    return this;
  }

  /** No pod came to life before the one of its ordinal was gone. */
  public PodTimelineAssert neverTwoPodsOfOneOrdinal() {
    isNotNull();
    if (!actual.overlaps().isEmpty()) {
      fail("expected one pod per ordinal at a time, but " + actual.overlaps());
    }
    return this;
  }

  private void fail(String what) {
    failWithMessage("%s in %s", what, actual);
  }
}
