/** Makes the committed files that follow from the types; see {@code GeneratedFilesTest}. */
@NullMarked
package platform.tkex.crds.generate;

import org.jspecify.annotations.NullMarked;
