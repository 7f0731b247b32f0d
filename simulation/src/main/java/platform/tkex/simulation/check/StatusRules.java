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

  private String template = "";

  StatusRules(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void check(Change change, @Nullable Act act) {
    if (!Facts.isWorkload(change) || change.before() == null) {
      return;
    }
    View before = new View(change.before());
    View after = new View(change.after());
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
    }
    lastGoodIsGood(before, after);
  }

  private void hear(View before, View after) {
    String now = after.object().path("spec").path("template").toString();
    if (!now.equals(template)) {
      template = now;
      confirmed = 0;
    }
    String said = after.annotation(Annotations.CONFIRM_BATCH);
    if (!said.equals(before.annotation(Annotations.CONFIRM_BATCH)) && !said.isEmpty()) {
      confirmed = Math.max(confirmed, Integer.parseInt(said.substring(said.indexOf('/') + 1)));
    }
  }

  private static void specIsTheUsers(View before, View after) {
    if (!before.object().path("spec").equals(after.object().path("spec"))) {
      throw new Violation("spec", "an operator changed the spec");
    }
  }

  private static void pausedMeansPaused(View before, View after) {
    if (!before.paused()) {
      return;
    }
    if (before.releasing() && after.releasing() && after.started() > before.started()) {
      throw new Violation("paused", "batch " + after.batch() + " starts while paused");
    }
    JsonNode rollback = after.deploy().path("rollback");
    boolean automatic = AUTOMATIC.contains(rollback.path("reason").asText());
    if (automatic && !before.rollingBack()) {
      throw new Violation("paused", "an automatic rollback starts while paused");
    }
  }

  private void confirmedMeansConfirmed(View before, View after) {
    boolean manual = before.hasPlan() && !before.plan().path("batchAuto").asBoolean();
    int batch = before.batch();
    boolean goesOn = after.batch() > batch && batch > 0;
    boolean ends =
        before.inBatches()
            && before.started() > 0
            && !before.general().equals("Completed")
            && after.general().equals("Completed");
    if (manual
        && before.releasing()
        && (goesOn || ends)
        && confirmed < batch
        && !before.onDelete()) {
      throw new Violation("confirmed", "nobody confirmed batch " + batch + ", and it goes on");
    }
  }

  private static void neverGoesBack(View before, View after) {
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

  private void lastGoodIsGood(View before, View after) {
    String good = after.lastGood();
    if (good.equals(before.lastGood()) || good.isEmpty()) {
      return;
    }
    if (!after.general().equals("Completed") && !after.general().equals("RolledBack")) {
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
