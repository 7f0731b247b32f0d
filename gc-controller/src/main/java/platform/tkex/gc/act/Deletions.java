package platform.tkex.gc.act;

import java.util.List;
import java.util.stream.IntStream;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.gc.plan.Action;

/** Deletes what a plan names. */
public final class Deletions {
  private final ApiWriter writer;

  public Deletions(ApiWriter writer) {
    this.writer = writer;
  }

  /** What became of an action. */
  public record Outcome(Action action, WriteResult result) {}

  /** Blocks until each has its outcome; they are in the order of the actions. */
  public List<Outcome> run(String namespace, List<Action> actions) {
    List<WriteResult> results =
        writer.run(actions.stream().map(action -> write(namespace, action)).toList());
    return IntStream.range(0, actions.size())
        .mapToObj(i -> new Outcome(actions.get(i), results.get(i)))
        .toList();
  }

  /**
   * ConfigMaps go only as they were when it was asked who refers to them. A kubelet may write to a
   * pod at any time, and one that has lost its workload or has ended does not come back.
   */
  private static Write write(String namespace, Action action) {
    String core = "/api/v1/namespaces/" + namespace;
    return switch (action) {
      case Action.DeleteVersion a ->
          Write.delete(
              core + "/configmaps/" + a.version().name(),
              a.version().uid(),
              a.version().resourceVersion(),
              null);
      case Action.DeleteSlot a ->
          Write.delete(
              core + "/configmaps/" + a.slot().name(),
              a.slot().uid(),
              a.slot().resourceVersion(),
              null);
      case Action.DeletePreload a ->
          Write.delete(core + "/pods/" + a.pod().name(), a.pod().uid(), null, null);
    };
  }
}
