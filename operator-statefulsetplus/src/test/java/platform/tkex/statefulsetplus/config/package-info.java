/** Versions of ConfigMaps and their release. */
@NullMarked
package platform.tkex.statefulsetplus.config;

import org.jspecify.annotations.NullMarked;
