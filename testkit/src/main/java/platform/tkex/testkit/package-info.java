/**
 * A real control plane for tests: connection, namespaces, faults on demand, what happened to pods,
 * asserts and builders.
 *
 * <p>Nothing here knows a controller of the suite by class; {@code operator} runs one as a process.
 * No class here sleeps: {@link platform.tkex.testkit.Await} waits for conditions, {@link
 * platform.tkex.testkit.PodHistory} proves that something did not happen.
 */
@NullMarked
package platform.tkex.testkit;

import org.jspecify.annotations.NullMarked;
