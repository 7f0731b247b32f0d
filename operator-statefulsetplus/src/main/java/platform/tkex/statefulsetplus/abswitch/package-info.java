/**
 * Pods with two containers that take turns (policy {@code ABSwitch}): what a pod's next step is,
 * and what that step changes. Everything is derived from the pod anew in each pass; nothing is
 * written here.
 */
@NullMarked
package platform.tkex.statefulsetplus.abswitch;

import org.jspecify.annotations.NullMarked;
