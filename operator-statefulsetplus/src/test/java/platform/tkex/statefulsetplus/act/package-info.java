/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.statefulsetplus.act;

import org.jspecify.annotations.NullMarked;
