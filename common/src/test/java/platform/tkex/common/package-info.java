/** What holds for all packages of this module. */
@NullMarked
package platform.tkex.common;

import org.jspecify.annotations.NullMarked;
