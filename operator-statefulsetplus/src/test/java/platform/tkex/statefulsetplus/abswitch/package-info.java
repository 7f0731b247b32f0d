/** What a switch does next, and what each step changes. */
@NullMarked
package platform.tkex.statefulsetplus.abswitch;

import org.jspecify.annotations.NullMarked;
