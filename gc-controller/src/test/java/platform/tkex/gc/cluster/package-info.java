/** The controller as a process of its own account, on a real API server. */
@NullMarked
package platform.tkex.gc.cluster;

import org.jspecify.annotations.NullMarked;
