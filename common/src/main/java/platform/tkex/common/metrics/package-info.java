/**
 * The metrics registry and what every controller measures, under controller-runtime's names.
 * Metrics of one domain live with that domain.
 */
@NullMarked
package platform.tkex.common.metrics;

import org.jspecify.annotations.NullMarked;
