/** What a controller reads: caches that a watch feeds, and single objects from the API server. */
@NullMarked
package platform.tkex.common.read;

import org.jspecify.annotations.NullMarked;
