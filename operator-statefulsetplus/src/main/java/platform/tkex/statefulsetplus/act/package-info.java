/** The only place with writes to pods, claims and revisions. */
@NullMarked
package platform.tkex.statefulsetplus.act;

import org.jspecify.annotations.NullMarked;
