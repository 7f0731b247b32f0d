package platform.tkex.statefulsetplus.abswitch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.abswitch.SwitchRecord.Step;
import platform.tkex.statefulsetplus.inplace.Doneness;
import platform.tkex.statefulsetplus.inplace.ImageName;
import platform.tkex.statefulsetplus.inplace.PodContainers;
import platform.tkex.statefulsetplus.inplace.UpdateRecord;
import platform.tkex.statefulsetplus.model.SwitchStep;
import platform.tkex.statefulsetplus.model.Switching;
import platform.tkex.statefulsetplus.revision.PodFactory;

/**
 * A pod whose containers take turns, as it was seen: how far it is and what comes next.
 *
 * <p>Nobody can see who holds the lock. So a step follows from what was sent and from what the
 * kubelet reports of the containers, never from who serves.
 */
public final class SwitchedPod {
  private final Pod pod;
  private final SwitchRecord record;
  private final SwitchSettings settings;
  private final Doneness change;
  private final Instant now;
  private final SlotStatus good;
  private final SlotStatus other;

  private @Nullable Instant until;

  private SwitchedPod(
      Pod pod, SwitchRecord record, SwitchSettings settings, Doneness change, Instant now) {
    this.pod = pod;
    this.record = record;
    this.settings = settings;
    this.change = change;
    this.now = now;
    good = SlotStatus.of(pod, record.good());
    other = SlotStatus.of(pod, record.other());
  }

  /**
   * Reads a pod; empty when it has no such containers, or was made by another policy and never
   * switched.
   *
   * @param change what became of the last change in place
   */
  public static Optional<SwitchedPod> of(
      Pod pod, SwitchSettings settings, Doneness change, Instant now) {
    return SwitchRecord.of(pod)
        .filter(record -> hasBoth(pod, record))
        .or(() -> fresh(pod, settings))
        .map(record -> new SwitchedPod(pod, record, settings, change, now));
  }

  private static boolean hasBoth(Pod pod, SwitchRecord record) {
    return record.slots().keySet().stream()
        .allMatch(slot -> PodContainers.named(pod, slot).isPresent());
  }

  /** Of a pod without a record; empty where the policy is another one. */
  static Optional<SwitchRecord> fresh(Pod pod, SwitchSettings settings) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    Container biz = PodContainers.named(pod, settings.biz()).orElse(null);
    Container pause = PodContainers.named(pod, settings.pause()).orElse(null);
    return biz == null || pause == null
        ? Optional.empty()
        : Optional.of(
            SwitchRecord.fresh(
                biz.getName(),
                biz.getImage(),
                pause.getName(),
                pause.getImage(),
                pod.getMetadata().getLabels().getOrDefault(PodFactory.REVISION_LABEL, "")));
  }

  Pod pod() {
    return pod;
  }

  SwitchRecord record() {
    return record;
  }

  /** How often the container of a slot was restarted. */
  int restarts(String slot) {
    return slot.equals(record.good()) ? good.restarts() : other.restarts();
  }

  /** Whether the pod is what its revision says: one slot serves, the other is idle. */
  public boolean settled() {
    return switch (record.step()) {
      case IDLE, FINISH -> true;
      case UNLOAD -> record.failed().isEmpty();
      case LOAD, SWITCH, REVIVE -> false;
    };
  }

  /** When the next look is needed though nothing happens; null for never. */
  public @Nullable Instant until() {
    return until;
  }

  /** What the planner needs of it. */
  public Switching judge() {
    SwitchStep due = due();
    boolean gaveUp = record.step() == Step.UNLOAD && !record.failed().isEmpty();
    String why = record.failed().isEmpty() ? failure() : record.failed();
    return new Switching(isBusy(), due, why, gaveUp ? record.sentAt() : null);
  }

  /** The kubelet is replacing a container on which it depends that somebody serves. */
  private boolean isBusy() {
    return switch (record.step()) {
      case IDLE, LOAD -> false;
      case SWITCH, REVIVE -> !change.done() && good.trouble().isEmpty();
      // the patched slot is the one that is idle now
      case FINISH, UNLOAD -> !change.done() && other.trouble().isEmpty();
    };
  }

  private @Nullable SwitchStep due() {
    if (isEdited()) {
      return SwitchStep.RESTORE;
    }
    return switch (record.step()) {
      case IDLE, FINISH, UNLOAD -> null;
      case LOAD -> afterLoad();
      case SWITCH -> afterSwitch();
      case REVIVE -> change.done() && good.running() ? SwitchStep.UNLOAD : null;
    };
  }

  private @Nullable SwitchStep afterLoad() {
    if (!failure().isEmpty()) {
      return SwitchStep.UNLOAD;
    }
    Instant since = other.runningSince();
    if (!change.done() || since == null || !other.started()) {
      return null;
    }
    return waitedUntil(since.plus(settled(settings.settle()))) ? SwitchStep.SWITCH : null;
  }

  /** The kubelet tells whole seconds: it was started up to one later than it says. */
  private static Duration settled(Duration settle) {
    return settle.isZero() ? settle : settle.plusSeconds(1);
  }

  private @Nullable SwitchStep afterSwitch() {
    boolean lost = !good.trouble().isEmpty();
    if (!change.done() && !lost) {
      // to stop the new version now would leave nobody
      return null;
    }
    boolean standby = !record.slot(record.good()).idle();
    if (!failure().isEmpty()) {
      return standby && !lost ? SwitchStep.UNLOAD : SwitchStep.REVIVE;
    }
    Instant since = good.runningSince();
    Instant sent = record.sentAt();
    Instant from = since == null || (sent != null && sent.isAfter(since)) ? sent : since;
    Duration proof = standby ? settings.standby() : settings.settle();
    if (from != null && !waitedUntil(from.plus(proof))) {
      return null;
    }
    // a standby that cannot come up would keep its pod unready for ever
    return isReady() || lost ? SwitchStep.FINISH : null;
  }

  private boolean waitedUntil(Instant moment) {
    if (now.isBefore(moment)) {
      until = moment;
      return false;
    }
    return true;
  }

  /** Why the new version cannot serve; empty while it may. One crash is enough. */
  String failure() {
    Long observed = pod.getStatus() == null ? null : pod.getStatus().getObservedGeneration();
    UpdateRecord update = UpdateRecord.of(pod);
    if (observed == null || observed < update.generation()) {
      return "";
    }
    int planned = record.restarts() + 1;
    if (other.restarts() > planned) {
      String now = other.trouble().isEmpty() ? "" : " (" + other.trouble() + ")";
      return "its container was restarted by itself" + now;
    }
    if (other.trouble().isEmpty()) {
      return "";
    }
    UpdateRecord.Was was = update.was().get(record.other());
    boolean ofTheOneBefore =
        was != null && other.id().equals(was.id()) && other.trouble().startsWith("ended");
    boolean crashBefore =
        other.trouble().startsWith("CrashLoopBackOff") && other.restarts() < planned;
    return ofTheOneBefore || crashBefore ? "" : other.trouble();
  }

  private boolean isReady() {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** Somebody else has put an image into a slot; what an admission made of ours is no edit. */
  private boolean isEdited() {
    Long generation = pod.getMetadata().getGeneration();
    long ours = Math.max(1, UpdateRecord.of(pod).generation());
    return generation != null
        && generation > ours
        && record.slots().entrySet().stream()
            .anyMatch(slot -> !ImageName.same(image(slot.getKey()), slot.getValue().image()));
  }

  String image(String slot) {
    return PodContainers.named(pod, slot).map(Container::getImage).orElse("");
  }
}
