/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.statefulsetplus.observe;

import org.jspecify.annotations.NullMarked;
