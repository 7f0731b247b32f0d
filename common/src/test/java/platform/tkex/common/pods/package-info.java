/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.pods;

import org.jspecify.annotations.NullMarked;
