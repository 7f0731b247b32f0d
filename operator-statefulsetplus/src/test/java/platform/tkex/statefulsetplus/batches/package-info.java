/**
 * Releases in batches on a real API server, one class per topic.
 *
 * <p>Safety is read from the whole history of the pods and of the status, not from their end alone:
 * what every test must keep to is checked after each of them by {@link BatchTest}. The numbered
 * cases are those of the project's list of acceptance cases.
 */
@NullMarked
package platform.tkex.statefulsetplus.batches;

import org.jspecify.annotations.NullMarked;
