/** What people are told. */
@NullMarked
package platform.tkex.gc.events;

import org.jspecify.annotations.NullMarked;
