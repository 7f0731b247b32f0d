package platform.tkex.statefulsetplus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdinalsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "0", "5-9", "5-9,12", "0,2,4-6", "2147483646"})
  void readsWhatItWrote(String text) {
    assertThat(Ordinals.parse(text)).hasToString(text);
  }

  @Test
  void isASet() {
    Ordinals ordinals = Ordinals.of(9, 5, 6, 7, 5, 12);
    assertThat(ordinals).hasToString("5-7,9,12");
    assertThat(ordinals.size()).isEqualTo(5);
    assertThat(ordinals.lowest()).isEqualTo(5);
    assertThat(ordinals.contains(6)).isTrue();
    assertThat(ordinals.contains(8)).isFalse();
    assertThat(ordinals.plus(Ordinals.of(8))).hasToString("5-9,12");
    assertThat(ordinals.within(6, 12)).hasToString("6-7,9");
    assertThat(ordinals.within(0, 5)).isEqualTo(Ordinals.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "5-", "a", "1,", ",1", "1-2-3", " 1"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ordinals.parse(text));
  }

  @ParameterizedTest(name = "{0} without {1}: {2}")
  @CsvSource({
    "5-9, 6-7, '5,8-9'",
    "5-9, 5-9, ''",
    "5-9, 10-12, 5-9",
    "5-9, '', 5-9",
    "'', 5-9, ''",
  })
  void isWhatIsLeftWithoutOthers(String all, String others, String left) {
    assertThat(Ordinals.parse(all).minus(Ordinals.parse(others))).hasToString(left);
  }

  @ParameterizedTest(name = "{0} within [{1}, {2}): {3}")
  @CsvSource({
    "5-9, 5, 10, 5-9",
    "5-9, 6, 10, 6-9",
    "5-9, 5, 9, 5-8",
    "5-9, 9, 10, 9",
    "5-9, 10, 20, ''",
    "5-9, 0, 5, ''",
    "'1,3-4,8', 3, 8, 3-4",
    "'', 0, 8, ''",
  })
  void theEndIsNotWithin(String all, int start, int end, String kept) {
    assertThat(Ordinals.parse(all).within(start, end)).hasToString(kept);
  }

  @Test
  void aRangeEndsBeforeItsEnd() {
    assertThat(Ordinals.range(3, 6)).hasToString("3-5");
    assertThat(Ordinals.range(3, 3)).isEqualTo(Ordinals.NONE);
    assertThat(Ordinals.range(4, 3)).isEqualTo(Ordinals.NONE);
  }

  @Test
  void equalsWhatHoldsTheSame() {
    assertThat(Ordinals.of(2, 1)).isEqualTo(Ordinals.range(1, 3)).isNotEqualTo(Ordinals.of(1));
    assertThat(Set.of(Ordinals.of(1, 2))).contains(Ordinals.range(1, 3));
  }

  @Test
  void theLowestOfNoneIsZero() {
    assertThat(Ordinals.NONE.lowest()).isZero();
  }
}
