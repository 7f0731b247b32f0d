/** Tests of what counts and compares, without a cluster. */
@NullMarked
package platform.tkex.bench.soak;

import org.jspecify.annotations.NullMarked;
