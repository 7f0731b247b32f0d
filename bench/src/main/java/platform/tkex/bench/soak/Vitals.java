package platform.tkex.bench.soak;

import java.util.Locale;

/**
 * What must not grow.
 *
 * @param heap bytes in use after a full collection
 * @param threads of the operator
 * @param watches that the API server serves, of the kinds that the operator watches
 * @param revisions ControllerRevisions
 * @param events Event objects, of the operator and of others
 */
record Vitals(long heap, int threads, int watches, int revisions, int events) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "heap %.1f MiB, %d threads, %d watches, %d revisions, %d Events",
        heap / 1048576.0,
        threads,
        watches,
        revisions,
        events);
  }
}
