/** What {@code deploy} holds, taken by a real API server and run as a cluster runs it. */
@NullMarked
package platform.tkex.statefulsetplus.deploy;

import org.jspecify.annotations.NullMarked;
