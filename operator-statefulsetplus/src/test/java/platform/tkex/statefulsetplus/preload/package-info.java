/** Images that are pulled ahead: which nodes, which pods, and what is told of them. */
@NullMarked
package platform.tkex.statefulsetplus.preload;

import org.jspecify.annotations.NullMarked;
