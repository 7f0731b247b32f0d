/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.gc.observe;

import org.jspecify.annotations.NullMarked;
