/** What is written on objects for the GC controller to read. */
@NullMarked
package platform.tkex.crds.gc;

import org.jspecify.annotations.NullMarked;
