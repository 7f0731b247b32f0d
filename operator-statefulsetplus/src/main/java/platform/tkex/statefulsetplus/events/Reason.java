package platform.tkex.statefulsetplus.events;

import platform.tkex.common.events.EventReason;

/** Every reason an Event of this controller can carry; documented for users in operations.md. */
public enum Reason implements EventReason {
  RELEASE_STARTED("ReleaseStarted", "A new template was found; its release begins."),
  BATCH_STARTED("BatchStarted", "A batch begins to update its pods."),
  BATCH_SUCCEEDED("BatchSucceeded", "Enough pods of the batch are updated and available."),
  BATCH_BROKEN(
      "BatchBroken",
      "Pods of a batch broke after its success; it is judged again before anything goes on."),
  BATCH_CONFIRMED("BatchConfirmed", "A person confirmed a batch."),
  BATCH_FAILED("BatchFailed", "The deadline passed with more failed pods than tolerated."),
  WAITING_FOR_CONFIRMATION(
      "WaitingForConfirmation", "The batch succeeded; batchAuto is false, a person must confirm."),
  RELEASE_COMPLETED("ReleaseCompleted", "All batches are confirmed; the revision is last good."),
  RELEASE_FAILED("ReleaseFailed", "The release stopped and waits for a person."),
  RELEASE_PAUSED("ReleasePaused", "The pause annotation was set."),
  RELEASE_RESUMED("ReleaseResumed", "The pause annotation was removed."),
  ROLLBACK_STARTED("RollbackStarted", "Pods begin to return to an earlier revision."),
  ROLLBACK_SUCCEEDED("RollbackSucceeded", "All pods to be returned are back and available."),
  ROLLBACK_FAILED(
      "RollbackFailed", "Returned pods were not available in time; the rollback goes on."),
  COMMAND_IGNORED(
      "CommandIgnored", "An annotation names an unknown batch, revision or mode; nothing moved."),
  INVALID_TEMPLATE(
      "InvalidTemplate", "The API server refuses pods of the new template; nothing moved."),
  SUCCESSFUL_CREATE("SuccessfulCreate", "A pass created pods; the ordinals and their revision."),
  FAILED_CREATE("FailedCreate", "A pod, claim or revision could not be created."),
  SUCCESSFUL_DELETE("SuccessfulDelete", "A pass deleted pods; the ordinals and why."),
  FAILED_DELETE("FailedDelete", "A pod could not be deleted."),
  SUCCESSFUL_UPDATE(
      "SuccessfulUpdate", "A pass changed living pods; the ordinals and their revision."),
  SWITCHED("Switched", "A pass took switches of pods one step on; the ordinals and the step."),
  SWITCH_REPAIRED(
      "SwitchRepaired",
      "A new version failed in its pod, or somebody changed an image there: the old one serves."),
  FAILED_UPDATE("FailedUpdate", "A pod, claim, revision or the status could not be changed.");

  private final String reason;
  private final String meaning;

  Reason(String reason, String meaning) {
    this.reason = reason;
    this.meaning = meaning;
  }

  @Override
  public String reason() {
    return reason;
  }

  /** One sentence for the documentation. */
  public String meaning() {
    return meaning;
  }
}
