/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.gc.plan;

import org.jspecify.annotations.NullMarked;
