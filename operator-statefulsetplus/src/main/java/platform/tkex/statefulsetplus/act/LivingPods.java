package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.abswitch.SwitchChange;
import platform.tkex.statefulsetplus.abswitch.SwitchSettings;
import platform.tkex.statefulsetplus.abswitch.SwitchedPod;
import platform.tkex.statefulsetplus.inplace.Changes;
import platform.tkex.statefulsetplus.inplace.Difference;
import platform.tkex.statefulsetplus.inplace.Doneness;
import platform.tkex.statefulsetplus.inplace.InPlacePatch;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.plan.Action;
import platform.tkex.statefulsetplus.revision.Revision;

/**
 * Brings living pods to another revision: one PATCH for each, and where resources differ one of
 * {@code pods/resize} before it, so that a container that is replaced starts with its new size.
 */
public final class LivingPods {
  private static final WriteResult CHANGED =
      new WriteResult.NotSent("the pod has changed since it was looked at");

  private final PodCache pods;
  private final ApiWriter writer;
  private final KubernetesSerialization json;
  private final OwnPods own;
  private final Refusals refusals;
  private final Clock clock;

  /**
   * @param own hears of every change
   * @param refusals hears of changes that the API server will not take
   */
  public LivingPods(
      PodCache pods,
      ApiWriter writer,
      KubernetesSerialization json,
      OwnPods own,
      Refusals refusals,
      Clock clock) {
    this.pods = pods;
    this.writer = writer;
    this.json = json;
    this.own = own;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * One pod on its way.
   *
   * @param revision that it has with the change
   */
  private record Step(Action action, PodState pod, String revision, InPlacePatch patch) {}

  /** Whether it is an action of a pod that lives on. */
  static boolean changes(Action action) {
    return action instanceof Action.UpdatePod || action instanceof Action.SwitchPod;
  }

  /** Carries the changes out; outcomes in the order of the actions. */
  List<PodActions.Outcome> run(
      StatefulSetPlus owner, Map<String, Revision> revisions, List<Action> actions) {
    Changes changes = Changes.between(revisions);
    Map<Action, WriteResult> results = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Action action : actions) {
      Optional<Step> step = step(owner, revisions, changes, action);
      step.ifPresentOrElse(steps::add, () -> results.put(action, CHANGED));
    }
    Map<Step, String> resized = resize(owner, steps, results);
    change(owner, steps, resized, results);
    return actions.stream()
        .map(action -> new PodActions.Outcome(action, results.getOrDefault(action, CHANGED)))
        .toList();
  }

  private Optional<Step> step(
      StatefulSetPlus owner, Map<String, Revision> revisions, Changes changes, Action action) {
    return switch (action) {
      case Action.UpdatePod update ->
          changes
              .between(update.pod().revision(), update.revision())
              .flatMap(difference ->
                  asSeen(owner, update.pod())
                      .map(pod -> {
                        Difference change =
                            towards(owner, pod, difference, revisions, update.revision());
                        return new Step(
                            update,
                            update.pod(),
                            update.revision(),
                            new InPlacePatch(pod, change, update.revision()));
                      }));
      case Action.SwitchPod step ->
          asSeen(owner, step.pod()).flatMap(pod -> turn(owner, pod, revisions, step));
      default -> throw new IllegalArgumentException("no change of a living pod: " + action);
    };
  }

  private Difference towards(
      StatefulSetPlus owner,
      Pod pod,
      Difference templates,
      Map<String, Revision> revisions,
      String revision) {
    SwitchSettings settings = SwitchSettings.of(owner.getSpec());
    Revision wanted = Objects.requireNonNull(revisions.get(revision), "it was compared");
    return switched(pod, settings)
        .map(taking ->
            SwitchChange.towards(
                taking, templates, wanted.template(), revision, settings, clock.instant()))
        .orElse(templates);
  }

  private Optional<Step> turn(
      StatefulSetPlus owner, Pod pod, Map<String, Revision> revisions, Action.SwitchPod step) {
    SwitchSettings settings = SwitchSettings.of(owner.getSpec());
    String revision = step.pod().revision();
    return Optional.ofNullable(revisions.get(revision))
        .flatMap(known ->
            switched(pod, settings)
                .map(taking ->
                    SwitchChange.of(
                        step.step(), taking, known.template(), settings, clock.instant())))
        .map(change ->
            new Step(step, step.pod(), revision, new InPlacePatch(pod, change, revision)));
  }

  private Optional<SwitchedPod> switched(Pod pod, SwitchSettings settings) {
    Instant now = clock.instant();
    return SwitchedPod.of(pod, settings, Doneness.of(pod, now), now);
  }

  private Optional<Pod> asSeen(StatefulSetPlus owner, PodState seen) {
    return Optional.ofNullable(pods.get(owner.getMetadata().getNamespace(), seen.name()))
        .filter(pod -> isAsSeen(pod, seen));
  }

  private static boolean isAsSeen(Pod pod, PodState seen) {
    return pod.getMetadata().getUid().equals(seen.uid())
        && pod.getMetadata().getResourceVersion().equals(seen.resourceVersion());
  }

  /**
   * Versions of the pods whose resize was taken; who was refused has a result and goes no further.
   */
  private Map<Step, String> resize(
      StatefulSetPlus owner, List<Step> steps, Map<Action, WriteResult> results) {
    List<Step> resizing = steps.stream().filter(step -> step.patch().resize().isPresent()).toList();
    List<WriteResult> answers =
        writer.run(
            resizing.stream()
                .map(step ->
                    Write.strategicPatch(
                        Paths.resize(namespace(owner), step.pod().name()),
                        bytes(step.patch().resize().orElseThrow())))
                .toList());
    Map<Step, String> versions = new HashMap<>();
    for (int i = 0; i < resizing.size(); i++) {
      Step step = resizing.get(i);
      WriteResult answer = answers.get(i);
      PodState pod = step.pod();
      own.updated(
          owner.getMetadata().getUid(), pod.uid(), pod.resourceVersion(), pod.revision(), answer);
      hear(owner, step, true, answer);
      if (answer instanceof WriteResult.Done done && done.resourceVersion() != null) {
        versions.put(step, done.resourceVersion());
      } else {
        results.put(step.action(), answer);
      }
    }
    return versions;
  }

  private void change(
      StatefulSetPlus owner,
      List<Step> steps,
      Map<Step, String> resized,
      Map<Action, WriteResult> results) {
    List<Step> changing = new ArrayList<>();
    List<Write> writes = new ArrayList<>();
    for (Step step : steps) {
      if (results.containsKey(step.action())) {
        continue;
      }
      Optional<Map<String, Object>> body = step.patch().change(resized.get(step), clock.instant());
      if (body.isPresent()) {
        changing.add(step);
        writes.add(
            Write.strategicPatch(
                Paths.pod(namespace(owner), step.pod().name()), bytes(body.get())));
      } else {
        refuse(
            owner, step, false, "a container cannot be restarted: its image has one spelling only");
      }
    }
    List<WriteResult> answers = writer.run(writes);
    for (int i = 0; i < changing.size(); i++) {
      Step step = changing.get(i);
      String version = resized.getOrDefault(step, step.pod().resourceVersion());
      own.updated(
          owner.getMetadata().getUid(), step.pod().uid(), version, step.revision(), answers.get(i));
      hear(owner, step, false, answers.get(i));
      results.put(step.action(), answers.get(i));
    }
  }

  private void hear(StatefulSetPlus owner, Step step, boolean resize, WriteResult answer) {
    if (answer instanceof WriteResult.Refused refused && isFinal(refused.code())) {
      refuse(owner, step, resize, refused.message());
    }
  }

  /** What a server that is asked again answers again: not a quota that is full, or a conflict. */
  private static boolean isFinal(int code) {
    return code == 400 || code == 422;
  }

  private void refuse(StatefulSetPlus owner, Step step, boolean resize, String why) {
    refusals.refused(owner.getMetadata().getUid(), step.pod().uid(), step.revision(), resize, why);
  }

  private byte[] bytes(@Nullable Object object) {
    return json.asJson(object).getBytes(StandardCharsets.UTF_8);
  }

  private static String namespace(StatefulSetPlus owner) {
    return owner.getMetadata().getNamespace();
  }
}
