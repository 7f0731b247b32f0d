/** How long pods take to come and to be replaced, against two others that do the same. */
@NullMarked
package platform.tkex.bench.speed;

import org.jspecify.annotations.NullMarked;
