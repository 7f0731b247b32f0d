/** Log output, and the names under which log lines carry their facts. */
@NullMarked
package platform.tkex.common.logging;

import org.jspecify.annotations.NullMarked;
