/**
 * The only way of a controller's writes to the API server: bounded, fenced, without parsing answers
 * into models. What to write is decided elsewhere.
 */
@NullMarked
package platform.tkex.common.write;

import org.jspecify.annotations.NullMarked;
