package platform.tkex.statefulsetplus.abswitch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a pod's switch has come: an annotation of the pod, written by the very patch that takes
 * the step. Images alone do not tell a version that waits from one that has proved itself.
 *
 * @param step the last one that was sent
 * @param good the slot whose version has proved itself: the one to fall back to
 * @param image of that version
 * @param version of that version
 * @param slots both, by the names of their containers
 * @param restarts of the other slot's container when its version was loaded
 * @param failed why the version in the other slot was given up; empty when it was not
 * @param at when the step was sent, by the operator's clock
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SwitchRecord(
    Step step,
    String good,
    String image,
    String version,
    Map<String, Slot> slots,
    int restarts,
    String failed,
    String at) {

  /** Annotation of the pod that carries it. */
  public static final String ANNOTATION = "platform.tkex/ab-switch";

  /** Annotation of the pod with the version that shall serve. */
  public static final String WANTED_ANNOTATION = "platform.tkex/ab-wanted";

  /** Followed by a container's name: annotation with the version of what runs in it. */
  public static final String VERSION_ANNOTATION = "platform.tkex/ab-version.";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What was done last. */
  public enum Step {
    /** Nothing is under way: one slot serves, the other is idle. */
    IDLE,
    /** A new version was put into the idle slot. */
    LOAD,
    /** The serving slot was restarted, or made idle, so that the new version takes over. */
    SWITCH,
    /** The new version has proved itself, and the old one's slot was made idle. */
    FINISH,
    /** The new version was given up, or is no longer wanted, and its slot was made idle. */
    UNLOAD,
    /** The old version was put back into its slot, because the new one fails. */
    REVIVE
  }

  /**
   * What was put into a slot.
   *
   * @param image as it was written
   * @param version empty for an idle slot
   * @param before the image before: to start the same text again soon is delayed by the kubelet
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Slot(String image, String version, String before) {
    public Slot {
      image = Objects.requireNonNullElse(image, "");
      version = Objects.requireNonNullElse(version, "");
      before = Objects.requireNonNullElse(before, "");
    }

    boolean idle() {
      return version.isEmpty();
    }

    Slot then(String nextImage, String nextVersion) {
      return new Slot(nextImage, nextVersion, image);
    }
  }

  public SwitchRecord {
    step = Objects.requireNonNullElse(step, Step.IDLE);
    image = Objects.requireNonNullElse(image, "");
    version = Objects.requireNonNullElse(version, "");
    slots = slots == null ? Map.of() : Map.copyOf(slots);
    failed = Objects.requireNonNullElse(failed, "");
    at = Objects.requireNonNullElse(at, "");
  }

  /** Of a pod that was never switched. */
  static SwitchRecord fresh(
      String biz, String bizImage, String pause, String pauseImage, String version) {
    return new SwitchRecord(
        Step.IDLE,
        biz,
        bizImage,
        version,
        Map.of(biz, new Slot(bizImage, version, ""), pause, new Slot(pauseImage, "", "")),
        0,
        "",
        "");
  }

  /** The pod's; empty without one, or when somebody has spoilt it. */
  static Optional<SwitchRecord> of(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ANNOTATION))
        .flatMap(SwitchRecord::parse);
  }

  private static Optional<SwitchRecord> parse(String text) {
    try {
      SwitchRecord record = MAPPER.readValue(text, SwitchRecord.class);
      boolean whole = record.slots().size() == 2 && record.slots().containsKey(record.good());
      return whole ? Optional.of(record) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  String text() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers", e);
    }
  }

  /** The slot that new versions are put into. */
  String other() {
    return slots.keySet().stream().filter(slot -> !slot.equals(good)).findFirst().orElseThrow();
  }

  Slot slot(String name) {
    return Objects.requireNonNull(slots.get(name), () -> "no slot " + name);
  }

  /** When the last step was sent; null when there was none. */
  @Nullable Instant sentAt() {
    try {
      return at.isEmpty() ? null : Instant.parse(at);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  SwitchRecord stepped(Step next, Instant now) {
    return new SwitchRecord(next, good, image, version, slots, restarts, failed, now.toString());
  }

  SwitchRecord with(String name, Slot slot) {
    Map<String, Slot> changed = new TreeMap<>(slots);
    changed.put(name, slot);
    return new SwitchRecord(step, good, image, version, changed, restarts, failed, at);
  }

  /** This slot's version has proved itself. */
  SwitchRecord proven(String name) {
    Slot slot = slot(name);
    return new SwitchRecord(step, name, slot.image(), slot.version(), slots, 0, "", at);
  }

  SwitchRecord loadedAfter(int count) {
    return new SwitchRecord(step, good, image, version, slots, count, "", at);
  }

  SwitchRecord givenUp(String why) {
    return new SwitchRecord(step, good, image, version, slots, restarts, why, at);
  }
}
