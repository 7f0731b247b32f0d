package platform.tkex.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What happened, a line each, for people. */
public final class Trace {

  private final LongSupplier nanos;
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();
  private long hash = 1;

  /**
   * @param kept false only counts and hashes, which costs little
   */
  public Trace(LongSupplier nanos, boolean kept) {
    this.nanos = nanos;
    this.kept = kept;
  }

  /** Whether lines are kept; where making one is dear, ask first. */
  public boolean kept() {
    return kept;
  }

  /** Adds a line. */
  public void add(Supplier<String> line) {
    if (kept) {
      String text = time(nanos.getAsLong()) + "  " + line.get();
      hash = 31 * hash + text.hashCode();
      lines.add(text);
    }
  }

  public List<String> lines() {
    return lines;
  }

  /** Equal for equal histories. */
  public long hash() {
    return hash;
  }

  private static String time(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    return String.format(
        "%02d:%02d:%02d.%03d",
        time.toHours(), time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart());
  }
}
