package platform.tkex.statefulsetplus.abswitch;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.inplace.Changes;
import platform.tkex.statefulsetplus.inplace.Difference;
import platform.tkex.statefulsetplus.inplace.Doneness;
import platform.tkex.statefulsetplus.inplace.InPlacePatch;
import platform.tkex.statefulsetplus.inplace.PodContainers;
import platform.tkex.statefulsetplus.model.SwitchStep;
import platform.tkex.statefulsetplus.model.Switching;
import platform.tkex.statefulsetplus.revision.Revision;
import platform.tkex.statefulsetplus.revision.Templates;

/** A pod with slots {@code a} and {@code b}; patches are applied to it, and a kubelet follows. */
final class SwitchSketch {
  static final Duration SETTLE = Duration.ofSeconds(1);

  /** So long after a start as the kubelet tells it, in whole seconds, it has surely settled. */
  static final Duration SETTLED = Duration.ofSeconds(2);

  static final Duration STANDBY = Duration.ofSeconds(5);

  final Pod pod =
      Serialization.unmarshal(
          """
          metadata:
            {name: web-0, namespace: x, uid: u0, resourceVersion: '7', generation: 1,
             annotations: {}, labels: {controller-revision-hash: r1}}
          spec:
            containers:
            - {name: a, image: 'app:v1'}
            - {name: b, image: 'pause:1'}
            - {name: s, image: s}
          status:
            phase: Running
            observedGeneration: 1
            conditions: [{type: Ready, status: 'True'}]
            containerStatuses: [{name: a}, {name: b}, {name: s}]
          """,
          Pod.class);

  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  SwitchSettings settings = new SwitchSettings(true, "a", "b", null, SETTLE, STANDBY);
  private final Map<String, Revision> revisions = new HashMap<>();
  private int containers;

  SwitchSketch() {
    revision("r1", "app:v1", "");
    revision("r2", "app:v2", "");
    revision("r3", "app:v3", "");
    PodContainers.of(pod).forEach(container -> starts(container.getName()));
    PodContainers.of(pod).forEach(container -> status(container.getName()).setRestartCount(0));
  }

  /** A revision whose slots have this business image, and what is given on top of each. */
  SwitchSketch revision(String name, String image, String slots) {
    PodTemplateSpec template =
        Serialization.unmarshal(
            """
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: a, image: '%s'%s}
              - {name: b, image: 'pause:1'%s}
              - {name: s, image: s}
            """
                .formatted(image, slots, slots),
            PodTemplateSpec.class);
    return revision(name, template);
  }

  SwitchSketch revision(String name, PodTemplateSpec template) {
    revisions.put(
        name,
        new Revision(name, 1, Templates.canonical(template), template, "u", "1", List.of(), true));
    return this;
  }

  SwitchedPod seen() {
    return SwitchedPod.of(pod, settings, Doneness.of(pod, now), now).orElseThrow();
  }

  Switching judged() {
    return seen().judge();
  }

  @Nullable SwitchStep due() {
    return judged().due();
  }

  /** When time alone brings the next step. */
  @Nullable Instant until() {
    SwitchedPod seen = seen();
    seen.judge();
    return seen.until();
  }

  SwitchRecord record() {
    return seen().record();
  }

  /** The step that is due is sent; there has to be one. */
  SwitchSketch step(SwitchStep expected) {
    SwitchStep due = due();
    if (due != expected) {
      throw new AssertionError("due is " + due + ", not " + expected + ": " + record());
    }
    return patched(change(due), label());
  }

  Difference change(SwitchStep step) {
    return SwitchChange.of(step, seen(), template(label()), settings, now);
  }

  SwitchSketch turnTo(String revision) {
    return patched(towards(revision), revision);
  }

  Difference towards(String revision) {
    Difference templates = Changes.between(revisions).between(label(), revision).orElseThrow();
    return SwitchChange.towards(seen(), templates, template(revision), revision, settings, now);
  }

  private PodTemplateSpec template(String revision) {
    return Objects.requireNonNull(revisions.get(revision)).template();
  }

  private String label() {
    return Objects.requireNonNull(pod.getMetadata().getLabels().get("controller-revision-hash"));
  }

  @SuppressWarnings("unchecked") // JSON
  private SwitchSketch patched(Difference change, String revision) {
    Map<String, Object> body =
        new InPlacePatch(pod, change, revision).change(null, now).orElseThrow();
    Map<String, Object> metadata =
        (Map<String, Object>) Objects.requireNonNull(body.get("metadata"));
    pod.getMetadata().getLabels().putAll((Map<String, String>) metadata.get("labels"));
    pod.getMetadata().getAnnotations().putAll((Map<String, String>) metadata.get("annotations"));
    Map<String, Object> spec = (Map<String, Object>) body.getOrDefault("spec", Map.of());
    List<Map<String, String>> images =
        (List<Map<String, String>>) spec.getOrDefault("containers", List.of());
    images.forEach(container ->
        edit(
            Objects.requireNonNull(container.get("name")),
            Objects.requireNonNull(container.get("image")),
            0));
    return images.isEmpty() ? this : generation(1);
  }

  /** Somebody puts another image into a slot. */
  SwitchSketch edited(String slot, String image) {
    return edit(slot, image, 1);
  }

  private SwitchSketch edit(String slot, String image, int generations) {
    PodContainers.named(pod, slot).orElseThrow().setImage(image);
    return generation(generations);
  }

  private SwitchSketch generation(int more) {
    pod.getMetadata().setGeneration(pod.getMetadata().getGeneration() + more);
    return this;
  }

  String image(String slot) {
    return PodContainers.named(pod, slot).orElseThrow().getImage();
  }

  String annotation(String name) {
    return pod.getMetadata().getAnnotations().getOrDefault("platform.tkex/" + name, "");
  }

  SwitchSketch after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The kubelet has done what was asked of a slot, or restarts it after a crash. */
  SwitchSketch starts(String slot) {
    ContainerStatus status = status(slot);
    String image = image(slot);
    status.setContainerID("c" + containers++);
    status.setImage("docker.io/library/" + image.replaceFirst("^docker.io/library/", ""));
    status.setImageID("sha256:" + image.replaceFirst("^docker.io/library/", "").hashCode());
    status.setRestartCount(Objects.requireNonNullElse(status.getRestartCount(), -1) + 1);
    return state(
        slot,
        new ContainerStateBuilder()
            .withNewRunning()
            .withStartedAt(now.toString())
            .endRunning()
            .build());
  }

  SwitchSketch waits(String slot, String reason) {
    return state(
        slot, new ContainerStateBuilder().withNewWaiting().withReason(reason).endWaiting().build());
  }

  SwitchSketch ends(String slot) {
    return state(
        slot,
        new ContainerStateBuilder().withNewTerminated().withExitCode(3).endTerminated().build());
  }

  private SwitchSketch state(String slot, ContainerState state) {
    status(slot).setState(state);
    pod.getStatus().setObservedGeneration(pod.getMetadata().getGeneration());
    return this;
  }

  SwitchSketch ready(boolean ready) {
    pod.getStatus().getConditions().getFirst().setStatus(ready ? "True" : "False");
    return this;
  }

  private ContainerStatus status(String slot) {
    return PodContainers.status(pod, slot).orElseThrow();
  }
}
