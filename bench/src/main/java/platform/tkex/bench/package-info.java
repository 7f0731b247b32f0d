/**
 * What is measured rather than tested: how fast pods come and go, and whether an operator that runs
 * for long stays as it was. Needs a cluster and a running operator, which {@code scripts/bench.sh}
 * and {@code scripts/soak.sh} start.
 */
@NullMarked
package platform.tkex.bench;

import org.jspecify.annotations.NullMarked;
