/** Values that all steps share. No client, no clock. */
@NullMarked
package platform.tkex.gc.model;

import org.jspecify.annotations.NullMarked;
