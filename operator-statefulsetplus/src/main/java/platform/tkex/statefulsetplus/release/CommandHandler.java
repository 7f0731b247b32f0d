package platform.tkex.statefulsetplus.release;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.Commands;

/**
 * Obeys the annotations that act once. A value acts when it appears or changes; what cannot be
 * obeyed moves nothing and leaves an Event that names it.
 */
final class CommandHandler {
  private static final String LAST_GOOD = "last-good";
  private static final Pattern CONFIRMATION = Pattern.compile("(?:(.+)/)?([1-9][0-9]{0,8})");
  private static final Pattern ORDER = Pattern.compile("[1-9][0-9]{0,8}");

  private CommandHandler() {}

  /**
   * Acts on what is new.
   *
   * @param newTemplate it is seen in this very pass, so nobody can tell which of the two came first
   */
  static void obey(Draft draft, boolean newTemplate) {
    Commands given = draft.snapshot.commands();
    Commands seen = draft.seen;
    draft.seen = given.remembered();
    if (isNew(given.retry(), seen.retry())) {
      retry(draft, given.retry());
    }
    if (isNew(given.rollbackBatch(), seen.rollbackBatch())) {
      rollbackBatch(draft, given.rollbackBatch());
    }
    if (isNew(given.rollback(), seen.rollback())) {
      rollback(draft, given.rollback());
    }
    // last: it may speak of the release that a retry has just reopened
    if (isNew(given.confirmBatch(), seen.confirmBatch())) {
      confirm(draft, given.confirmBatch(), newTemplate);
    }
  }

  private static boolean isNew(String given, String seen) {
    return !given.isEmpty() && !given.equals(seen);
  }

  /** True for in-batches; an unknown mode counts as the default here. */
  static boolean mode(Draft draft) {
    return draft.snapshot.commands().rollbackMode().equals("in-batches");
  }

  private static void confirm(Draft draft, String value, boolean newTemplate) {
    Matcher matcher = CONFIRMATION.matcher(value);
    if (!matcher.matches()) {
      ignore(draft, "confirm-batch", value, "it must be <batchOrder> or <revision>/<batchOrder>");
      return;
    }
    String revision = matcher.group(1);
    if (revision != null && !revision.equals(draft.target)) {
      ignore(draft, "confirm-batch", value, "the release is that of " + draft.target);
      return;
    }
    if (revision == null && newTemplate) {
      // given while no operator ran, it may have been meant for the release before
      ignore(draft, "confirm-batch", value, "a new template came with it; name its revision");
      return;
    }
    int order = Integer.parseInt(matcher.group(2));
    Batch batch = draft.batch();
    boolean current = batch == null || order >= batch.order();
    if (draft.phase == Release.Phase.RELEASING && current && order > draft.confirmed) {
      draft.confirmed = order;
      draft.note(Reason.BATCH_CONFIRMED, "Confirmed up to batch " + order);
    }
  }

  private static void retry(Draft draft, String revision) {
    boolean ended =
        draft.phase == Release.Phase.FAILED
            || draft.phase == Release.Phase.ROLLED_BACK
            || draft.phase == Release.Phase.ROLLING_BACK;
    boolean rejected = revision.equals(draft.target) && revision.equals(draft.specRevision);
    Rollback last = draft.rollback;
    boolean isThere = last != null && last.to().equals(revision);
    if (!ended || !rejected || isThere) {
      ignore(draft, "retry", revision, "only a rejected release can be tried again, by revision");
      return;
    }
    draft.obstacle = "";
    draft.batches.removeIf(batch -> batch.outcome() == Batch.Outcome.ROLLED_BACK);
    Batch batch = draft.batch();
    draft.phase = Release.Phase.RELEASING;
    draft.rollback = null;
    draft.confirmed = Math.min(draft.confirmed, batch == null ? 0 : batch.order());
    if (batch == null) {
      draft.action = Release.Action.NEXT;
      draft.deadline = null;
    } else if (batch.outcome() != Batch.Outcome.SUCCEEDED) {
      draft.replaceBatch(batch.reopened());
      draft.restartDeadline();
    }
    draft.note(Reason.RELEASE_STARTED, "Trying " + revision + " again, by annotation");
  }

  private static void rollbackBatch(Draft draft, String value) {
    Optional<Batch> batch =
        ORDER.matcher(value).matches()
            ? draft.freeze().batch(Integer.parseInt(value))
            : Optional.empty();
    boolean running = draft.phase == Release.Phase.RELEASING || draft.phase == Release.Phase.FAILED;
    if (batch.isEmpty() || !running || batch.get().outcome() == Batch.Outcome.ROLLED_BACK) {
      ignore(draft, "rollback-batch", value, "no batch of a running release has this order");
    } else {
      RollbackProgress.beginBatch(draft, batch.get(), Rollback.Reason.ANNOTATION_BATCH);
    }
  }

  private static void rollback(Draft draft, String value) {
    String mode = draft.snapshot.commands().rollbackMode();
    if (!mode.isEmpty() && !mode.equals("all-at-once") && !mode.equals("in-batches")) {
      ignore(draft, "rollback-mode", mode, "it must be all-at-once or in-batches");
      return;
    }
    String to = value.equals(LAST_GOOD) ? draft.lastGood : value;
    if (to.isEmpty()) {
      ignore(draft, "rollback", value, "there is no last good revision");
    } else if (!draft.snapshot.revisions().contains(to)) {
      ignore(draft, "rollback", value, "there is no such revision");
    } else if (isWhereAllBelong(draft, to)) {
      ignore(draft, "rollback", value, "all pods are of this revision already, or go there");
    } else {
      RollbackProgress.begin(draft, to, Rollback.Reason.ANNOTATION, mode(draft));
    }
  }

  private static boolean isWhereAllBelong(Draft draft, String to) {
    return switch (draft.phase) {
      case COMPLETED, RELEASING -> to.equals(draft.target);
      case FAILED -> false;
      case ROLLING_BACK, ROLLED_BACK -> {
        Rollback last = draft.rollback;
        yield last != null && !last.ofOneBatch() && last.to().equals(to);
      }
    };
  }

  private static void ignore(Draft draft, String annotation, String value, String why) {
    draft.warn(
        Reason.COMMAND_IGNORED,
        "Annotation platform.tkex/%s: \"%s\" does nothing: %s"
            .formatted(annotation, abbreviated(value), why));
  }

  private static String abbreviated(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "...";
  }
}
