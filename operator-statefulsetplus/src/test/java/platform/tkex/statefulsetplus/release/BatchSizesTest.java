package platform.tkex.statefulsetplus.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.BatchConfig;

class BatchSizesTest {
  @ParameterizedTest(name = "{0} pods, batchNum {1}, podsNumToUpdate [{2}]: {3}")
  @CsvSource({
    "10, 5, '', 2 2 2 2 2",
    "10, 3, '', 4 3 3",
    "3, 5, '', 1 1 1",
    "10, 3, 8 8 8, 8 2",
    "10, 3, 2 2 2, 2 2 6",
    "10, 3, 1, 1 5 4",
    "10, 4, 10% 50%, 1 5 2 2",
    "7, 3, 10%, 1 3 3",
    "10, 2, 0 0, 10",
    "10, 3, 0, 5 5",
    "100, 1, '', 100"
  })
  void planInNumbers(int pods, int batchNum, String sizes, String expected) {
    BatchConfig config =
        new BatchConfig(
            batchNum,
            true,
            Duration.ZERO,
            Stream.of(sizes.split(" ", -1)).filter(s -> !s.isEmpty()).map(this::amount).toList(),
            false,
            Amount.percentOf(100),
            Duration.ofMinutes(10),
            Amount.pods(0),
            BatchConfig.RollbackScope.BATCH);
    List<Integer> planned =
        BatchSizes.plan(config, 1, pods, pods).stream().map(BatchSizes.Planned::size).toList();
    assertThat(planned)
        .isEqualTo(Stream.of(expected.split(" ", -1)).map(Integer::valueOf).toList());
  }

  private Amount amount(String text) {
    return text.endsWith("%")
        ? Amount.percentOf(Integer.parseInt(text.substring(0, text.length() - 1)))
        : Amount.pods(Integer.parseInt(text));
  }
}
