/**
 * Hundreds of workloads with random releases against an operator that runs as a real process, and
 * what must be as before once they end.
 */
@NullMarked
package platform.tkex.bench.soak;

import org.jspecify.annotations.NullMarked;
