/** Tests of what counts and compares, without a cluster. */
@NullMarked
package platform.tkex.bench;

import org.jspecify.annotations.NullMarked;
