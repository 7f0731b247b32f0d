/** Tests of this package: tables and random histories, no server. */
@NullMarked
package platform.tkex.statefulsetplus.status;

import org.jspecify.annotations.NullMarked;
