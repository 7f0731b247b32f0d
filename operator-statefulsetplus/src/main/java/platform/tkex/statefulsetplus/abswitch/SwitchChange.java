package platform.tkex.statefulsetplus.abswitch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.abswitch.SwitchRecord.Slot;
import platform.tkex.statefulsetplus.abswitch.SwitchRecord.Step;
import platform.tkex.statefulsetplus.inplace.Difference;
import platform.tkex.statefulsetplus.inplace.ImageName;
import platform.tkex.statefulsetplus.inplace.PodContainers;
import platform.tkex.statefulsetplus.model.SwitchStep;

/** What one step of a switch changes in its pod. */
public final class SwitchChange {
  private final SwitchedPod pod;
  private final SwitchSettings settings;
  private final Instant now;
  private final Map<String, String> images = new TreeMap<>();
  private final Set<String> restarts = new TreeSet<>();
  private final Map<String, ResourceRequirements> resources = new HashMap<>();
  private final Map<String, Optional<String>> annotations = new TreeMap<>();
  private final PodTemplateSpec template;
  private SwitchRecord record;
  private String serving;

  private SwitchChange(
      SwitchedPod pod, PodTemplateSpec template, SwitchSettings settings, Instant now) {
    this.pod = pod;
    this.template = template;
    this.settings = settings;
    this.now = now;
    record = pod.record();
    serving = record.step() == Step.SWITCH ? record.other() : record.good();
  }

  /**
   * A step that is due.
   *
   * @param template of the pod's revision
   */
  public static Difference of(
      SwitchStep step,
      SwitchedPod pod,
      PodTemplateSpec template,
      SwitchSettings settings,
      Instant now) {
    SwitchChange change = new SwitchChange(pod, template, settings, now);
    change.take(step);
    return change.difference(NOTHING);
  }

  /**
   * The way to another revision: its version is loaded, or the one before is returned to.
   *
   * @param templates what differs between the template of the pod's revision and the wanted one
   * @param wanted template of {@code revision}
   */
  public static Difference towards(
      SwitchedPod pod,
      Difference templates,
      PodTemplateSpec wanted,
      String revision,
      SwitchSettings settings,
      Instant now) {
    SwitchChange change = new SwitchChange(pod, wanted, settings, now);
    change.turnTo(templates, revision);
    return change.difference(templates);
  }

  private static final Difference NOTHING =
      new Difference(Map.of(), Map.of(), Map.of(), Map.of(), null, Set.of(), "");

  private void take(SwitchStep step) {
    switch (step) {
      case SWITCH -> stepAside();
      case FINISH -> finish();
      case UNLOAD -> {
        record = record.givenUp(reason());
        unload();
      }
      case REVIVE -> {
        record = record.givenUp(reason());
        revive();
      }
      case RESTORE -> restore();
    }
  }

  private String reason() {
    return record.failed().isEmpty() ? pod.failure() : record.failed();
  }

  private void turnTo(Difference templates, String revision) {
    String image = container(template, settings.biz()).getImage();
    boolean environment =
        templates.restarts().stream().anyMatch(name -> record.slots().containsKey(name));
    Slot loaded = record.slot(record.other());
    boolean loading = record.step() == Step.LOAD || record.step() == Step.SWITCH;
    if (loading && !environment && ImageName.same(image, loaded.image())) {
      return;
    }
    boolean goodFits = !environment || record.version().equals(revision);
    if (goodFits && ImageName.same(image, record.image())) {
      returnToGood();
    } else {
      load(image, revision);
    }
  }

  private void load(String image, String revision) {
    if (record.slot(record.good()).idle()) {
      // the one that has not proved itself is the only one that serves
      record = record.proven(record.other());
    }
    String slot = record.other();
    put(slot, spelled(slot, image), revision);
    record = record.loadedAfter(pod.restarts(slot)).stepped(Step.LOAD, now);
    annotations.put(SwitchRecord.VERSION_ANNOTATION + slot, Optional.of(revision));
    serve(record.good(), record.version());
  }

  private void returnToGood() {
    record = record.givenUp("");
    if (record.slot(record.good()).idle()) {
      revive();
    } else if (record.slot(record.other()).idle()) {
      record = record.stepped(Step.IDLE, now);
    } else {
      unload();
    }
  }

  /** The old version gives up the lock; it comes back to wait at it, where it may and can. */
  private void stepAside() {
    String old = record.good();
    Optional<String> again =
        settings.standby().isZero()
            ? Optional.empty()
            : ImageName.respelled(pod.image(old), imageId(old));
    if (again.isPresent()) {
      put(old, again.get(), record.version());
      restarts.add(old);
    } else {
      put(old, pauseFor(old), "");
    }
    record = record.stepped(Step.SWITCH, now);
    serve(record.other(), record.slot(record.other()).version());
  }

  private void finish() {
    String old = record.good();
    if (!record.slot(old).idle()) {
      put(old, pauseFor(old), "");
    }
    record = record.proven(record.other()).stepped(Step.FINISH, now);
  }

  private void unload() {
    String slot = record.other();
    put(slot, pauseFor(slot), "");
    record = record.stepped(Step.UNLOAD, now);
    serve(record.good(), record.version());
  }

  private void revive() {
    String slot = record.good();
    put(slot, spelled(slot, record.image()), record.version());
    record = record.stepped(Step.REVIVE, now);
    annotations.put(SwitchRecord.VERSION_ANNOTATION + slot, Optional.of(record.version()));
    serve(slot, record.version());
  }

  private void restore() {
    record
        .slots()
        .forEach((name, slot) -> {
          if (!ImageName.same(pod.image(name), slot.image())) {
            images.put(name, slot.image());
          }
        });
    if (images.containsKey(record.other())) {
      record = record.loadedAfter(pod.restarts(record.other()));
    }
  }

  private void put(String slot, String image, String version) {
    images.put(slot, image);
    record = record.with(slot, record.slot(slot).then(image, version));
  }

  /**
   * From now on this slot is to serve. Resources of the two change places, if they differ: those
   * that the pod has, for an autoscaler may have set them.
   */
  private void serve(String slot, String version) {
    serving = slot;
    annotations.put(SwitchRecord.WANTED_ANNOTATION, Optional.of(version));
    String idle = idle();
    ResourceRequirements mine = resources(slot);
    ResourceRequirements others = resources(idle);
    boolean bizIsLarger = Sizes.compare(size(settings.biz()), size(settings.pause())) >= 0;
    int order = Sizes.compare(mine, others);
    if (bizIsLarger ? order < 0 : order > 0) {
      resources.put(slot, others);
      resources.put(idle, mine);
    }
  }

  private @Nullable ResourceRequirements size(String container) {
    return container(template, container).getResources();
  }

  private String idle() {
    return serving.equals(record.good()) ? record.other() : record.good();
  }

  /** The kubelet delays the same text in the same container; another spelling starts at once. */
  private String spelled(String slot, String image) {
    return image.equals(record.slot(slot).before())
        ? ImageName.respelled(image, "").orElse(image)
        : image;
  }

  private String pauseFor(String slot) {
    String image =
        settings.pauseImage() == null
            ? container(template, settings.pause()).getImage()
            : settings.pauseImage();
    return spelled(slot, image);
  }

  private static Container container(PodTemplateSpec template, String container) {
    return template.getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(container))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no container " + container));
  }

  private String imageId(String slot) {
    return PodContainers.status(pod.pod(), slot).map(ContainerStatus::getImageID).orElse("");
  }

  private ResourceRequirements resources(String slot) {
    return PodContainers.named(pod.pod(), slot)
        .map(Container::getResources)
        .orElseGet(ResourceRequirements::new);
  }

  /** With all of the templates' that is not of the two containers. */
  private Difference difference(Difference templates) {
    Set<String> slots = record.slots().keySet();
    templates
        .images()
        .forEach((name, image) -> {
          if (!slots.contains(name)) {
            images.put(name, image);
          }
        });
    templates.restarts().stream().filter(name -> !slots.contains(name)).forEach(restarts::add);
    templates
        .resources()
        .forEach((name, wanted) -> resources.put(inRole(name), Objects.requireNonNull(wanted)));
    templates.annotations().forEach(annotations::putIfAbsent);
    annotations.put(SwitchRecord.ANNOTATION, Optional.of(record.text()));
    return new Difference(
        images,
        templates.labels(),
        annotations,
        resources,
        templates.podResources(),
        restarts.stream().collect(Collectors.toUnmodifiableSet()),
        "");
  }

  /** The template speaks of the one that serves and the one that is idle, whichever they are. */
  private String inRole(String container) {
    if (container.equals(settings.biz())) {
      return serving;
    }
    return container.equals(settings.pause()) ? idle() : container;
  }
}
