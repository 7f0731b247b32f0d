/** Tests of this package: tables and random histories, no server. */
@NullMarked
package platform.tkex.statefulsetplus.release;

import org.jspecify.annotations.NullMarked;
