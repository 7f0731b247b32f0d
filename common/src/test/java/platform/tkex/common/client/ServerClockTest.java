package platform.tkex.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.time.ManualTime;

class ServerClockTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** The true time. */
  private final ManualTime time = new ManualTime();

  @ParameterizedTest
  @ValueSource(ints = {-3600, -5, 5, 3600})
  void theFirstAnswerSetsItWhicheverWayTheMachineIsWrong(int seconds) {
    ServerClock clock = machineWrongBy(Duration.ofSeconds(seconds));

    clock.answered(date(time.instant()));

    assertThat(clock.instant()).isCloseTo(time.instant(), within(1, ChronoUnit.SECONDS));
  }

  @Test
  void aMachineThatIsRightIsLeftAlone() {
    ServerClock clock = machineWrongBy(Duration.ZERO);

    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofMillis(777));
      clock.answered(date(time.instant()));
      assertThat(clock.instant()).isEqualTo(time.instant());
    }
  }

  @Test
  void theMachinesClockIsNotAskedAgain() {
    Instant[] machine = {time.instant()};
    ServerClock clock =
        new ServerClock(
            new Clock() {
              @Override
              public Instant instant() {
                return machine[0];
              }

              @Override
              public ZoneOffset getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                return this;
              }
            },
            time);

    machine[0] = machine[0].plus(HOUR);
    time.advance(Duration.ofSeconds(30));

    assertThat(clock.instant()).isEqualTo(time.instant());
  }

  @Test
  void anAnswerThatWaitedToBeReadMovesNothing() {
    ServerClock clock = machineWrongBy(Duration.ZERO);
    clock.answered(date(time.instant()));

    for (int i = 0; i < 60; i++) {
      time.advance(Duration.ofSeconds(1));
      clock.answered(date(time.instant().minusSeconds(8)));
      if (i % 5 == 0) {
        clock.answered(date(time.instant()));
      }
    }

    assertThat(clock.instant()).isEqualTo(time.instant());
  }

  @Test
  void aServerThatIsSetBackIsFollowedOnceAllItsAnswersSaySo() {
    ServerClock clock = machineWrongBy(Duration.ZERO);
    clock.answered(date(time.instant()));

    for (int i = 0; i < 25; i++) {
      time.advance(Duration.ofSeconds(1));
      clock.answered(date(time.instant().minus(HOUR)));
    }

    assertThat(clock.instant())
        .isCloseTo(time.instant().minus(HOUR), within(1, ChronoUnit.SECONDS));
  }

  @Test
  void aTickerThatStoodStillIsMadeGoodAtOnce() {
    ServerClock clock = machineWrongBy(Duration.ZERO);
    clock.answered(date(time.instant()));

    clock.answered(date(time.instant().plus(HOUR)));

    assertThat(clock.instant()).isCloseTo(time.instant().plus(HOUR), within(1, ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-02T03:04:05Z"})
  void whatIsNoDateIsPassedOver(String header) {
    ServerClock clock = machineWrongBy(HOUR);

    clock.answered(header);
    clock.answered(null);

    assertThat(clock.instant()).isEqualTo(time.instant().plus(HOUR));
  }

  private ServerClock machineWrongBy(Duration wrong) {
    return new ServerClock(Clock.offset(time, wrong), time);
  }

  private static String date(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atZone(ZoneOffset.UTC));
  }
}
