package platform.tkex.common.leader;

import org.jspecify.annotations.Nullable;

/** A lease in memory, with faults on demand. */
public final class MemoryLeaseStore implements LeaseStore {

  private @Nullable LeaseRecord lease;
  private long version;

  /** Neither reads nor writes get an answer; nothing takes effect. */
  public volatile boolean down;

  /** Writes take effect and their answers are lost. */
  public volatile boolean losesAnswers;

  @Override
  public synchronized @Nullable LeaseRecord read() {
    answer();
    return lease;
  }

  @Override
  public synchronized @Nullable LeaseRecord write(LeaseRecord record) {
    answer();
    String current = lease == null ? null : lease.version();
    if (current == null ? record.version() != null : !current.equals(record.version())) {
      return null;
    }
    LeaseRecord stored =
        new LeaseRecord(
            record.holder(),
            record.durationSeconds(),
            record.acquired(),
            record.renewed(),
            record.transitions(),
            Long.toString(++version));
    lease = stored;
    if (losesAnswers) {
      throw new IllegalStateException("answer lost");
    }
    return stored;
  }

  private void answer() {
    if (down) {
      throw new IllegalStateException("no answer");
    }
  }
}
