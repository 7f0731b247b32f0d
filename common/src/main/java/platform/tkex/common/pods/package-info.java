/**
 * The process's one view of pods, trimmed to what controllers read, and the guards against acting
 * on a view older than the own last write.
 */
@NullMarked
package platform.tkex.common.pods;

import org.jspecify.annotations.NullMarked;
