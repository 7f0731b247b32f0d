/** The CRD on a real API server: what it refuses with which words, and what it takes. */
@NullMarked
package platform.tkex.statefulsetplus.api;

import org.jspecify.annotations.NullMarked;
