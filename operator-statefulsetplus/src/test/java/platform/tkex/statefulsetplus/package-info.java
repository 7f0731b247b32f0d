/** Tests of what wires the controller together and of what a pass tells about itself. */
@NullMarked
package platform.tkex.statefulsetplus;

import org.jspecify.annotations.NullMarked;
