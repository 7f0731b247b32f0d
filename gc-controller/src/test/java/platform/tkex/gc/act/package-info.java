/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.gc.act;

import org.jspecify.annotations.NullMarked;
