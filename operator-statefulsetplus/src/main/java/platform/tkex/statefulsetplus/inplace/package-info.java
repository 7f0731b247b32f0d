/**
 * How a pod that lives on is brought to another revision: what differs, the patch, and when it has
 * taken effect. Nothing is decided about when a pod may change, and nothing is written, here.
 */
@NullMarked
package platform.tkex.statefulsetplus.inplace;

import org.jspecify.annotations.NullMarked;
