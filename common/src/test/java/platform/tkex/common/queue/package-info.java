@NullMarked
package platform.tkex.common.queue;

import org.jspecify.annotations.NullMarked;
