/** The API group {@code platform.tkex}: what users write and read, one package per kind. */
@NullMarked
package platform.tkex.crds;

import org.jspecify.annotations.NullMarked;
