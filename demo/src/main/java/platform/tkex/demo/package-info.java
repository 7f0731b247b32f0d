/**
 * A release from its first pod to its automatic rollback, done on a real cluster and shown live.
 *
 * <p>It knows the API types and nothing of the controller: what it shows and checks is what any
 * pipeline can read.
 */
@NullMarked
package platform.tkex.demo;

import org.jspecify.annotations.NullMarked;
