package platform.tkex.common.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnseenUpdatesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final UnseenUpdates updates = new UnseenUpdates();

  @Test
  void aConfirmedChangeIsUnseenUntilItsVersionIsReached() {
    updates.done("o", "u", "10", "v2");

    assertThat(updates.unseen("o", "u", "9", NOW.plusSeconds(3600))).isNotNull();
    assertThat(updates.unseen("o", "other", "9", NOW)).isNull();
    assertThat(updates.unseen("other", "u", "9", NOW)).isNull();
    assertThat(updates.unseen("o", "u", "10", NOW)).isNull();
    assertThat(updates.unseen("o", "u", "9", NOW)).as("over for good").isNull();
  }

  /** It was bound to the version that it was decided upon, and has no effect on any other. */
  @Test
  void aChangeOfUnknownOutcomeIsInDoubtUntilTheObjectHasChangedOrAMinuteHasPassed() {
    updates.unknown("o", "u", "10", "v2", NOW);
    assertThat(updates.unseen("o", "u", "10", NOW.plusSeconds(59))).isNotNull();
    assertThat(updates.unseen("o", "u", "12", NOW)).isNull();

    updates.unknown("o", "u", "10", "v2", NOW);
    assertThat(updates.unseen("o", "u", "10", NOW.plusSeconds(60))).isNull();
  }

  @Test
  void anObjectThatIsGoneIsForgotten() {
    updates.done("o", "u", "10", "v2");
    updates.done("o", "w", "10", "v2");

    updates.retain("o", () -> Set.of("w"));

    assertThat(updates.unseen("o", "u", "9", NOW)).isNull();
    assertThat(updates.unseen("o", "w", "9", NOW)).isNotNull();
  }

  @Test
  void anOwnerThatIsGoneIsForgotten() {
    updates.done("o", "u", "10", "v2");

    updates.forget("o");

    assertThat(updates.unseen("o", "u", "9", NOW)).isNull();
  }
}
