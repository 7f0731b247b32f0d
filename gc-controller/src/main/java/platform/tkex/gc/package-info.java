/**
 * Deletes versions of ConfigMaps that nobody needs any more, and what other controllers of the
 * suite left behind. A pass reads what may go from caches, asks the API server who refers to it,
 * plans, and deletes.
 */
@NullMarked
package platform.tkex.gc;

import org.jspecify.annotations.NullMarked;
