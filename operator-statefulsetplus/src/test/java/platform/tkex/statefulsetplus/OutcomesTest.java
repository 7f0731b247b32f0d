package platform.tkex.statefulsetplus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.common.write.WriteResult;
import platform.tkex.statefulsetplus.act.PodActions.Outcome;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.plan.Action;

class OutcomesTest {
  private static final WriteResult DONE = new WriteResult.Done(200, "u", "1");

  @Test
  void aPassOfManyPodsIsOneEventPerKind() {
    List<Note> notes =
        Outcomes.notes(
            List.of(
                new Outcome(create(4), DONE),
                new Outcome(create(3), DONE),
                new Outcome(delete(9), DONE),
                new Outcome(create(7), DONE)),
            _ -> true);

    assertThat(notes)
        .containsExactly(
            Note.normal(Reason.SUCCESSFUL_DELETE, "Deleted pod 9: update"),
            Note.normal(Reason.SUCCESSFUL_CREATE, "Created 3 pods (3-4,7) at web-1"));
  }

  @Test
  void aRefusalIsToldAndWhatTheCacheWillShowIsNot() {
    List<Note> notes =
        Outcomes.notes(
            List.of(
                new Outcome(create(1), new WriteResult.Refused(403, "Forbidden", "over quota")),
                new Outcome(delete(2), new WriteResult.Refused(404, "NotFound", "gone")),
                new Outcome(create(3), new WriteResult.NotSent("not the leader")),
                new Outcome(create(4), new WriteResult.Refused(409, "AlreadyExists", "there"))),
            _ -> false);

    assertThat(notes)
        .containsExactly(Note.warning(Reason.FAILED_CREATE, "pod of ordinal 1: over quota"));
  }

  @Test
  void aNameThatAStrangerHasIsTold() {
    List<Note> notes =
        Outcomes.notes(
            List.of(
                new Outcome(
                    create(4), new WriteResult.Refused(409, "AlreadyExists", "web-4 exists"))),
            ordinal -> ordinal == 4);

    assertThat(notes)
        .singleElement()
        .satisfies(
            note -> assertThat(note.text()).contains("not of this workload", "web-4 exists"));
  }

  @Test
  void aGateThatCannotBeSetIsTold() {
    Action set = new Action.SetGate(((Action.DeletePod) delete(2)).pod(), true, "web-1");

    assertThat(
            Outcomes.notes(
                List.of(
                    new Outcome(set, DONE),
                    new Outcome(set, new WriteResult.Refused(403, "Forbidden", "no right"))),
                _ -> false))
        .containsExactly(
            Note.warning(Reason.FAILED_UPDATE, "readiness gate of pod web-2: no right"));
  }

  private static Action create(int ordinal) {
    return new Action.CreatePod(ordinal, "web-1", List.of());
  }

  private static Action delete(int ordinal) {
    return new Action.DeletePod(
        new PodState(
            "web-" + ordinal,
            ordinal,
            "u",
            "1",
            "web-0",
            PodState.Phase.RUNNING,
            false,
            null,
            true),
        "update");
  }
}
