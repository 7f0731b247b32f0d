/**
 * Runs a controller of the suite as its own process, under its own ServiceAccount's token and RBAC,
 * beside the tests.
 *
 * <p>What it may do is what {@code deploy/base} grants, so that a missing rule fails a test.
 */
@NullMarked
package platform.tkex.testkit.operator;

import org.jspecify.annotations.NullMarked;
