package platform.tkex.statefulsetplus.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObjectionTest {
  @Test
  void aLongTextIsCutBecauseStatusTellsItThrice() {
    assertThat(new Objection("x".repeat(600), false).text()).isEqualTo("x".repeat(600));
    assertThat(new Objection("x".repeat(601), false).text()).isEqualTo("x".repeat(600) + " ...");
  }
}
