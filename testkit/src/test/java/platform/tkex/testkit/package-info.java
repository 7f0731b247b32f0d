/** Tests of the tools that tests trust. */
@NullMarked
package platform.tkex.testkit;

import org.jspecify.annotations.NullMarked;
