/**
 * The StatefulSetPlus controller: its main class and its reconciler, which reads like a table of
 * contents (observe, plan, act, record).
 */
@NullMarked
package platform.tkex.statefulsetplus;

import org.jspecify.annotations.NullMarked;
