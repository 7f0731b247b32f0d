/** Tests without a server: the drawn table as text, and the steps of the demo on made-up looks. */
@NullMarked
package platform.tkex.demo;

import org.jspecify.annotations.NullMarked;
