/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.health;

import org.jspecify.annotations.NullMarked;
