package platform.tkex.statefulsetplus.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
