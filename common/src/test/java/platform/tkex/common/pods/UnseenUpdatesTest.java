package platform.tkex.common.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnseenUpdatesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final UnseenUpdates updates = new UnseenUpdates();

  @Test
  void aConfirmedChangeIsUnseenUntilItsVersionIsReached() {
    updates.done("o", "u", "10");

    assertThat(updates.contains("o", "u", "9", NOW.plusSeconds(3600))).isTrue();
    assertThat(updates.contains("o", "other", "9", NOW)).isFalse();
    assertThat(updates.contains("other", "u", "9", NOW)).isFalse();
    assertThat(updates.contains("o", "u", "10", NOW)).isFalse();
    assertThat(updates.contains("o", "u", "9", NOW)).as("over for good").isFalse();
  }

  /** It was bound to the version that it was decided upon, and has no effect on any other. */
  @Test
  void aChangeOfUnknownOutcomeIsInDoubtUntilTheObjectHasChangedOrAMinuteHasPassed() {
    updates.unknown("o", "u", "10", NOW);
    assertThat(updates.contains("o", "u", "10", NOW.plusSeconds(59))).isTrue();
    assertThat(updates.contains("o", "u", "12", NOW)).isFalse();

    updates.unknown("o", "u", "10", NOW);
    assertThat(updates.contains("o", "u", "10", NOW.plusSeconds(60))).isFalse();
  }

  @Test
  void anOwnerThatIsGoneIsForgotten() {
    updates.done("o", "u", "10");

    updates.forget("o");

    assertThat(updates.contains("o", "u", "9", NOW)).isFalse();
  }
}
