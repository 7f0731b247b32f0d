/** The kind StatefulSetPlus: spec, status and the annotations that act on a release. */
@NullMarked
package platform.tkex.crds.statefulsetplus;

import org.jspecify.annotations.NullMarked;
