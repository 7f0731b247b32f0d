package platform.tkex.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraceTest {
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private final Grace grace = new Grace(Duration.ofMinutes(2));

  private Set<String> overdue(int second, String... orphans) {
    return grace.overdue("x", Set.of(orphans), START.plusSeconds(second));
  }

  @Test
  void anOrphanIsOverdueOnceItWasSeenForSoLong() {
    assertThat(overdue(0, "a")).isEmpty();
    assertThat(overdue(60, "a", "b")).isEmpty();
    assertThat(overdue(120, "a", "b")).containsExactly("a");
    assertThat(overdue(180, "a", "b")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void oneThatGotAnOwnerBeginsAnew() {
    overdue(0, "a");
    overdue(60);

    assertThat(overdue(120, "a")).isEmpty();
    assertThat(overdue(240, "a")).containsExactly("a");
  }

  @Test
  void namespacesKnowNothingOfEachOther() {
    overdue(0, "a");
    grace.overdue("y", Set.of(), START);

    assertThat(grace.overdue("y", Set.of("a"), START.plusSeconds(120))).isEmpty();
    assertThat(overdue(120, "a")).containsExactly("a");
    grace.forget("x");
    assertThat(overdue(121, "a")).isEmpty();
  }
}
