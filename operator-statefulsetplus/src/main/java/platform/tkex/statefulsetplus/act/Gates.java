package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.inplace.GateCondition;
import platform.tkex.statefulsetplus.plan.Action;

/** Opens and closes readiness gates of pods: one PATCH of {@code pods/status} for each. */
final class Gates {
  private final ApiWriter writer;
  private final KubernetesSerialization json;
  private final OwnPods own;
  private final Clock clock;

  /**
   * @param own hears of every change
   */
  Gates(ApiWriter writer, KubernetesSerialization json, OwnPods own, Clock clock) {
    this.writer = writer;
    this.json = json;
    this.own = own;
    this.clock = clock;
  }

  /** Outcomes in the order of the actions. */
  List<PodActions.Outcome> run(StatefulSetPlus owner, List<Action.SetGate> gates) {
    List<WriteResult> results = writer.run(gates.stream().map(set -> write(owner, set)).toList());
    List<PodActions.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < gates.size(); i++) {
      Action.SetGate set = gates.get(i);
      own.gated(
          owner.getMetadata().getUid(),
          set.pod().uid(),
          set.pod().resourceVersion(),
          results.get(i));
      outcomes.add(new PodActions.Outcome(set, results.get(i)));
    }
    return outcomes;
  }

  private Write write(StatefulSetPlus owner, Action.SetGate set) {
    Map<String, Object> body =
        GateCondition.patch(set.pod(), set.open(), set.revision(), clock.instant());
    return Write.strategicPatch(
        Paths.podStatus(owner.getMetadata().getNamespace(), set.pod().name()),
        json.asJson(body).getBytes(StandardCharsets.UTF_8));
  }
}
