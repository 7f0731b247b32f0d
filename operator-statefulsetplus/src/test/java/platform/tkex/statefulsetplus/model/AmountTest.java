package platform.tkex.statefulsetplus.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmountTest {
  @Test
  void aPercentageIsOfItsBaseAndRoundedAsItsUseAsks() {
    assertThat(Amount.percentOf(25).roundedUp(10)).isEqualTo(3);
    assertThat(Amount.percentOf(25).roundedDown(10)).isEqualTo(2);
    assertThat(Amount.percentOf(50).roundedUp(10)).isEqualTo(5);
    assertThat(Amount.percentOf(100).roundedUp(100_000_000)).isEqualTo(100_000_000);
  }

  @Test
  void aNumberOfPodsIsThatNumber() {
    assertThat(Amount.pods(3).roundedUp(10)).isEqualTo(3);
    assertThat(Amount.pods(3).roundedDown(2)).isEqualTo(3);
  }
}
