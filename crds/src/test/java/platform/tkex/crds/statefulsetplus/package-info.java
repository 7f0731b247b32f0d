/** The types of StatefulSetPlus on the wire. */
@NullMarked
package platform.tkex.crds.statefulsetplus;

import org.jspecify.annotations.NullMarked;
