package platform.tkex.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Results results = new Results();

  @Test
  void aRatioIsTheMedianOfTheRoundsOwnRatios() {
    round(1, 10, 11, 30);
    round(2, 20, 30, 60);
    round(3, 10, 12, 24);

    assertThat(results.median(Rival.BARE, Phase.CREATE, 100)).isEqualTo(10);
    assertThat(results.ratio(Rival.PLUS, Rival.BARE, Phase.CREATE, 100))
        .isEqualTo(1.2, within(1e-9));
    assertThat(results.ratio(Rival.NATIVE, Rival.PLUS, Phase.CREATE, 100))
        .isEqualTo(2, within(1e-9));
  }

  @Test
  void theTableHasARowForEachSizeAndPhase() {
    round(1, 10, 11, 30);

    assertThat(Report.figures(results, List.of("a machine")))
        .startsWith("- a machine\n")
        .contains("| 100 | create | 10.0 s | 11.0 s | 30.0 s | **1.10** | **2.73** |")
        .contains("| 100 | recreate |")
        .contains("- 100 pods, create: bare client 10.0; StatefulSetPlus 11.0; StatefulSet 30.0");
  }

  @Test
  void onlyWhatLiesBetweenTheMarksIsReplaced() {
    String page =
        """
        before
        <!-- figures: written by make bench -->
        old
        <!-- end of figures -->
        after
        """;

    assertThat(Report.replaced(page, "new")).isEqualTo(page.replace("\nold\n", "\n\nnew\n"));
    assertThatThrownBy(() -> Report.replaced("no marks", "new"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePlotHasABarForEach() {
    round(1, 10, 11, 30);

    assertThat(Plot.svg(results))
        .startsWith("<svg ")
        .contains(">create 100<", ">30.0 s, StatefulSet<", ">11.0 s, StatefulSetPlus<")
        .endsWith("</svg>\n");
  }

  private void round(int round, int bare, int plus, int statefulSet) {
    for (Phase phase : Phase.values()) {
      results.add(Rival.BARE, phase, 100, round, Duration.ofSeconds(bare));
      results.add(Rival.PLUS, phase, 100, round, Duration.ofSeconds(plus));
      results.add(Rival.NATIVE, phase, 100, round, Duration.ofSeconds(statefulSet));
    }
  }
}
