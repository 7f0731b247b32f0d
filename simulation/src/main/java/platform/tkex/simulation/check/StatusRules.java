package platform.tkex.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.simulation.api.Change;

/** What a release may decide, told by its status before and after. */
final class StatusRules implements Safety.Rule {

  private static final Set<String> AUTOMATIC = Set.of("Batch", "All");

  private final Facts facts;

  /** The highest batch that a person has confirmed since the template changed. */
  private int confirmed;

  /** The same of the release before, which goes on until the new template can be tried. */
  private int confirmedBefore;

  private String targetBefore = "";
  private String template = "";

  StatusRules(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void check(Change change, @Nullable Act act) {
    if (!Facts.isWorkload(change) || change.before() == null) {
      return;
    }
    WorkloadView before = new WorkloadView(change.before());
    WorkloadView after = new WorkloadView(change.after());
    if (act == null) {
      hear(before, after);
      return;
    }
    specIsTheUsers(before, after);
    if (!after.status().path("updateRevision").equals(before.status().path("updateRevision"))) {
      return;
    }
    if (before.target().equals(after.target())) {
      pausedMeansPaused(before, after);
      confirmedMeansConfirmed(before, after);
      neverGoesBack(before, after);
      successIsSuccess(before, after, act);
      batchIsAsPlanned(before, after);
      completeIsComplete(before, after);
    }
    lastGoodIsGood(before, after);
  }

  private void hear(WorkloadView before, WorkloadView after) {
    String now = after.object().path("spec").path("template").toString();
    if (!now.equals(template)) {
      confirmedBefore = confirmedOf(after.target());
      targetBefore = after.target();
      template = now;
      confirmed = 0;
    }
    String said = after.annotation(Annotations.CONFIRM_BATCH);
    if (!said.equals(before.annotation(Annotations.CONFIRM_BATCH)) && !said.isEmpty()) {
      confirmed = Math.max(confirmed, Integer.parseInt(said.substring(said.indexOf('/') + 1)));
    }
  }

  private int confirmedOf(String target) {
    return target.equals(targetBefore) ? Math.max(confirmed, confirmedBefore) : confirmed;
  }

  private static void specIsTheUsers(WorkloadView before, WorkloadView after) {
    if (!before.object().path("spec").equals(after.object().path("spec"))) {
      throw new Violation("spec", "an operator changed the spec");
    }
  }

  private static void pausedMeansPaused(WorkloadView before, WorkloadView after) {
    if (!before.paused()) {
      return;
    }
    if (before.releasing() && after.releasing() && after.started() > before.started()) {
      throw new Violation("paused", "batch " + after.batch() + " starts while paused");
    }
    if (before.batchesOf("Failed") < after.batchesOf("Failed")) {
      throw new Violation("paused", "batch " + after.batch() + " fails while paused");
    }
    JsonNode rollback = after.deploy().path("rollback");
    boolean automatic = AUTOMATIC.contains(rollback.path("reason").asText());
    if (automatic && !before.rollingBack()) {
      throw new Violation("paused", "an automatic rollback starts while paused");
    }
  }

  private void confirmedMeansConfirmed(WorkloadView before, WorkloadView after) {
    boolean manual = before.hasPlan() && !before.plan().path("batchAuto").asBoolean();
    int batch = before.batch();
    boolean goesOn = after.batch() > batch && batch > 0;
    boolean ends = before.inBatches() && before.started() > 0 && !isOver(before) && isOver(after);
    if (manual
        && before.releasing()
        && (goesOn || ends)
        && confirmedOf(before.target()) < batch
        && !before.onDelete()) {
      throw new Violation("confirmed", "nobody confirmed batch " + batch + ", and it goes on");
    }
  }

  /** A batch succeeds when its pods were seen ready, but for those that the user tolerates. */
  private void successIsSuccess(WorkloadView before, WorkloadView after, Act act) {
    JsonNode batch = before.running();
    if (!before.inBatches() || batch.isMissingNode() || !succeeded(after, batch)) {
      return;
    }
    int size = 0;
    int ready = 0;
    for (int ordinal = before.lowest(); before.inRange(ordinal); ordinal++) {
      if (WorkloadView.contains(batch.path("ordinals").asText(), ordinal)) {
        size++;
        ready += facts.readySince(ordinal, before.target(), act.pods()) ? 1 : 0;
      }
    }
    int tolerated = WorkloadView.amount(before.plan().path("failedPodsTolerance"), size, 0);
    if (size - ready > tolerated || (size > 0 && ready == 0)) {
      throw new Violation(
          "success",
          "batch %s succeeded with %d of %d pods ready, %d tolerated"
              .formatted(batch.path("order"), ready, size, tolerated));
    }
  }

  /** The highest ordinals that are left, and no more of them than the plan says. */
  private void batchIsAsPlanned(WorkloadView before, WorkloadView after) {
    JsonNode batch = after.running();
    boolean starts = before.inBatches() && after.inBatches() && after.started() > before.started();
    String members = batch.path("ordinals").asText();
    if (!starts || facts.hasAbandonedPods(after) || movesNothing(after, members)) {
      return;
    }
    int size = 0;
    int left = 0;
    boolean gap = false;
    for (int ordinal = after.lowest() + after.replicas() - 1; after.inRange(ordinal); ordinal--) {
      boolean member = WorkloadView.contains(members, ordinal);
      left += !member && after.reached(ordinal) ? 0 : 1;
      size += member ? 1 : 0;
      gap |= member && left > size;
    }
    int allowed = allowed(after, batch.path("order").asInt(), left);
    if (size > allowed || gap) {
      throw new Violation(
          "plan",
          "batch %s takes %s of %d pods that are left; the plan allows %d from the top"
              .formatted(batch.path("order"), members, left, allowed));
    }
  }

  /** Its pods were at the target before, and only their health is judged. */
  private boolean movesNothing(WorkloadView view, String members) {
    for (int ordinal = view.lowest(); view.inRange(ordinal); ordinal++) {
      if (WorkloadView.contains(members, ordinal)
          && !facts.lastRevision(ordinal).equals(view.target())) {
        return false;
      }
    }
    return true;
  }

  /** No pod is left out when a release ends, whether or not it comes along later. */
  private static void completeIsComplete(WorkloadView before, WorkloadView after) {
    if (!before.inBatches() || isOver(before) || !isOver(after)) {
      return;
    }
    for (int ordinal = after.lowest(); after.inRange(ordinal); ordinal++) {
      if (!after.reached(ordinal)) {
        throw new Violation("complete", "no batch held pod " + ordinal + ": " + after.deploy());
      }
    }
  }

  private static boolean isOver(WorkloadView view) {
    return view.deploy().path("action").asText().equals("Completed");
  }

  private static int allowed(WorkloadView view, int order, int left) {
    JsonNode sizes = view.plan().path("podsNumToUpdate");
    int batches = view.plan().path("batchNum").asInt();
    if (order >= batches) {
      return left;
    }
    if (sizes.path(order - 1).isMissingNode()) {
      int share = batches - order + 1;
      return (left + share - 1) / share;
    }
    String text = sizes.path(order - 1).asText();
    return text.endsWith("%")
        ? (view.replicas() * Integer.parseInt(text.substring(0, text.length() - 1)) + 99) / 100
        : Integer.parseInt(text);
  }

  private static boolean succeeded(WorkloadView after, JsonNode batch) {
    for (JsonNode each : after.deploy().path("batches")) {
      if (each.path("order").equals(batch.path("order"))) {
        return each.path("outcome").asText().equals("Succeeded");
      }
    }
    return false;
  }

  private static void neverGoesBack(WorkloadView before, WorkloadView after) {
    boolean same =
        before.inBatches()
            && after.inBatches()
            && before.batch() == after.batch()
            && before.batch() > 0;
    boolean failed = before.deploy().path("currentOrderProgress").asText().equals("Failed");
    String was = before.deploy().path("action").asText();
    String is = after.deploy().path("action").asText();
    if (same && !failed && was.equals("WaitToConfirm") && is.equals("Next")) {
      throw new Violation("action", "batch " + after.batch() + " went back from " + was);
    }
  }

  private void lastGoodIsGood(WorkloadView before, WorkloadView after) {
    String good = after.lastGood();
    if (good.equals(before.lastGood()) || good.isEmpty()) {
      return;
    }
    if (!isOver(after) && !after.general().equals("RolledBack")) {
      throw new Violation("last-good", good + " is called good while " + after.general());
    }
    if (!good.equals(after.target())) {
      throw new Violation("last-good", good + " is called good, but not the target");
    }
    if (facts.imageOf(good).isEmpty()) {
      throw new Violation("last-good", good + " never was a revision");
    }
  }
}
