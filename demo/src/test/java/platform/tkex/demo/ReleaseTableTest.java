package platform.tkex.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;

class ReleaseTableTest {
  private static final ReleaseView IN_BATCH_2 = Views.recorded("in-batch-2.yaml");

  @Test
  void wideTable() {
    assertThat(text(ReleaseTable.render(IN_BATCH_2, Views.NOW, 80)))
        .isEqualTo(
            """
            meeting   Progressing   action Next   deadline in 1:18
            releasing meeting-7b9f8c5d4c   last good meeting-6d4cf56db6

              BATCH  ORDINALS       PODS  UPDATED  READY  FAILED  OUTCOME
                  1  40-49            10       10     10       0  Succeeded
            >     2  12,30,32-36,3~   10        7      4       0  Progressing
                  3  20-29            10        0      0       0  Pending
                  4  10-19            10        0      0       0  Pending
                  5  0-9              10        0      0       0  Pending

            UPDATED [#############...........................] 17/50
            READY   [###################################.....] 44/50

            Batch 2 of 5: 4 of 10 pods are updated and available
            """);
  }

  @Test
  void narrowTable() {
    assertThat(text(ReleaseTable.render(IN_BATCH_2, Views.NOW, 40)))
        .isEqualTo(
            """
            meeting   Progressing   action Next   d~
            releasing meeting-7b9f8c5d4c   last goo~

               B ORDINALS POD UPD RDY BAD OUTCOME
               1 40-49     10  10  10   0 Succeeded
            >  2 12,30,3~  10   7   4   0 Progressi~
               3 20-29     10   0   0   0 Pending
               4 10-19     10   0   0   0 Pending
               5 0-9       10   0   0   0 Pending

            UPDATED [########................] 17/50
            READY   [#####################...] 44/50

            Batch 2 of 5: 4 of 10 pods are updated ~
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 30, 65, 66, 80, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(ReleaseTable.render(IN_BATCH_2, Views.NOW, width))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Math.max(width, 20)));
  }

  @Test
  void lineForALog() {
    assertThat(ReleaseTable.line(IN_BATCH_2))
        .isEqualTo(
            "Progressing   Next          batch 2/5 12,30,32-36,38-39,41: 7/10 updated, 4 ready, 0"
                + " failed | UPDATED 17/50 READY 44/50 | Batch 2 of 5: 4 of 10 pods are updated and"
                + " available");
  }

  @Test
  void pastDeadlineAndStandingClock() {
    Instant late = Instant.parse("2026-03-01T10:02:00Z");
    assertThat(ReleaseTable.render(IN_BATCH_2, late, 80).getFirst()).endsWith("deadline passed");

    ReleaseView paused = Views.view("Paused", 2, "new", "old", "");
    assertThat(ReleaseTable.render(paused, late, 80).getFirst())
        .endsWith("deadline clock stands still");

    ReleaseView completed = Views.view("Completed", 5, "new", "new", "");
    assertThat(ReleaseTable.render(completed, late, 80).getFirst()).endsWith("no deadline");
  }

  @Test
  void anObjectThatNoControllerHasSeen() {
    StatefulSetPlus object = new StatefulSetPlus();
    object.setMetadata(new ObjectMetaBuilder().withName("meeting").withGeneration(1L).build());
    object.setSpec(new StatefulSetPlusSpec());

    List<String> lines = ReleaseTable.render(ReleaseView.of(object), Views.NOW, 80);

    assertThat(text(lines))
        .isEqualTo(
            """
            meeting   -   action -   no deadline
            releasing -   last good -

            UPDATED [........................................] 0/1
            READY   [........................................] 0/1


            """);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
