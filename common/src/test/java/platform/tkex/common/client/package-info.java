/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.client;

import org.jspecify.annotations.NullMarked;
