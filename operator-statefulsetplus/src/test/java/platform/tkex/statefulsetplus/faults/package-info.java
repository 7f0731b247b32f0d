/**
 * Releases on a real API server while operators die, lose their lease, get wrong answers, late news
 * or none, and while the API server itself goes away.
 *
 * <p>Every test has operators of its own, behind a proxy and in one namespace, so that this package
 * runs in a JVM without the shared operator of the other tests. How the proxy works is in {@code
 * platform.tkex.testkit.faults}.
 */
@NullMarked
package platform.tkex.statefulsetplus.faults;

import org.jspecify.annotations.NullMarked;
