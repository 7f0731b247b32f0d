/**
 * From a snapshot and a release to a list of actions on pods and claims. Pure functions; the domain
 * lives here.
 */
@NullMarked
package platform.tkex.statefulsetplus.plan;

import org.jspecify.annotations.NullMarked;
