/** Reasons of the Events that tell the story of a release. */
@NullMarked
package platform.tkex.statefulsetplus.events;

import org.jspecify.annotations.NullMarked;
