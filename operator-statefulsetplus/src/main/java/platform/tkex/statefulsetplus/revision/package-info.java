/** Revisions: hashing and comparing templates, history, and the pod that a revision stands for. */
@NullMarked
package platform.tkex.statefulsetplus.revision;

import org.jspecify.annotations.NullMarked;
