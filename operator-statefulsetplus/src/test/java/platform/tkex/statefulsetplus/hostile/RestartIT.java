package platform.tkex.statefulsetplus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Workloads;
import platform.tkex.testkit.operator.OperatorProcess;

/**
 * What is wrong for long outlives the operator's processes. Alone: it kills the one of all tests.
 */
@Isolated
class RestartIT extends HostileTest {

  @Test
  void whatTheProcessBeforeToldIsCountedUpNotToldAnew(OperatorProcess operator) {
    PodTemplateSpec other = Workloads.template("other", "app:v1");
    client
        .resource(
            new PodBuilder()
                .withMetadata(other.getMetadata())
                .editMetadata()
                .withNamespace(namespace)
                .withName("web-0")
                .endMetadata()
                .withSpec(other.getSpec())
                .build())
        .create();
    LiveWorkload web = create(web(1).autoBatches("1"));
    Story.of(web).awaitEvent(Reason.FAILED_CREATE, "not of this workload", "web-0");

    operator.kill();
    Event before = refusals(web).getFirst();
    operator.start();

    Await.until("it is counted up", () -> refusals(web).getFirst().getCount() > before.getCount());
    assertThat(refusals(web)).hasSize(1);
    othersGoOn();
  }

  private static List<Event> refusals(LiveWorkload web) {
    return Story.of(web).events().stream()
        .filter(event -> event.getReason().equals(Reason.FAILED_CREATE.reason()))
        .toList();
  }
}
