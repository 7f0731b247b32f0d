/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.gc.model;

import org.jspecify.annotations.NullMarked;
