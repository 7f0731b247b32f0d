/**
 * Pulls images ahead: while one batch runs, the nodes of the pods of the following ones pull what
 * these will need, by small pods of ours. Nothing waits for it, and nothing fails by it.
 */
@NullMarked
package platform.tkex.statefulsetplus.preload;

import org.jspecify.annotations.NullMarked;
