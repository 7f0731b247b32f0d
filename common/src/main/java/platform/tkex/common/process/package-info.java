/** The life of a controller process from its flags to its exit code. */
@NullMarked
package platform.tkex.common.process;

import org.jspecify.annotations.NullMarked;
