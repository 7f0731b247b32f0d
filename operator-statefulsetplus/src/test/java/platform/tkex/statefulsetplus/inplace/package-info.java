/** Changes of living pods: what differs, the patch, and when it has taken effect. */
@NullMarked
package platform.tkex.statefulsetplus.inplace;

import org.jspecify.annotations.NullMarked;
