/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.metrics;

import org.jspecify.annotations.NullMarked;
