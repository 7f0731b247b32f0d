/**
 * Versions of ConfigMaps: how a content is named, which versions there are, and which of them the
 * pods of a workload get.
 */
@NullMarked
package platform.tkex.statefulsetplus.config;

import org.jspecify.annotations.NullMarked;
