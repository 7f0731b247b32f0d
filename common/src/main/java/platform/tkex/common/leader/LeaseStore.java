package platform.tkex.common.leader;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the lease is kept; the seam where a simulated server goes. */
public interface LeaseStore {

  /**
   * What the lease says.
   *
   * @param holder empty when nobody holds it
   * @param version changes with each write; null for a lease that is yet to be created
   */
  record LeaseRecord(
      String holder,
      int durationSeconds,
      Instant acquired,
      Instant renewed,
      int transitions,
      @Nullable String version) {}

  /**
   * The lease as the server has it now, null when there is none.
   *
   * @throws RuntimeException when it cannot be read
   */
  @Nullable LeaseRecord read();

  /**
   * Creates or replaces the lease if it still has the version of the record.
   *
   * @return as stored, with its new version; null when another write came first
   * @throws RuntimeException when the outcome is not known
   */
  @Nullable LeaseRecord write(LeaseRecord lease);
}
