/**
 * The HTTP endpoints that kubelet and Prometheus call. What is healthy is decided by whoever
 * registers a check.
 */
@NullMarked
package platform.tkex.common.health;

import org.jspecify.annotations.NullMarked;
