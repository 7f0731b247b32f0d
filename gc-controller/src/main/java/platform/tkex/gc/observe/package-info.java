/** What there is: caches of metadata, and what the API server says before anything is deleted. */
@NullMarked
package platform.tkex.gc.observe;

import org.jspecify.annotations.NullMarked;
