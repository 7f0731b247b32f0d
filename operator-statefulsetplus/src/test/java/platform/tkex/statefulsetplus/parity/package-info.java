/**
 * What apps/v1 StatefulSet does, asked of a native StatefulSet and of a StatefulSetPlus by the same
 * tests.
 *
 * <p>The native kind proves the tests right; {@link platform.tkex.statefulsetplus.parity.Workload}
 * is all that differs between the kinds. A test that is known to end otherwise for the native kind
 * is overridden in {@link platform.tkex.statefulsetplus.parity.NativeStatefulSetParityIT}, with the
 * upstream thread. Batches and in-place updates are not spoken of here.
 */
@NullMarked
package platform.tkex.statefulsetplus.parity;

import org.jspecify.annotations.NullMarked;
