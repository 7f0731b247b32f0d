/**
 * Kubernetes Events about the objects of a controller: de-duplicated, bounded, never in the way of
 * a pass.
 */
@NullMarked
package platform.tkex.common.events;

import org.jspecify.annotations.NullMarked;
