/**
 * What must hold: after each change, and at the end. The checks read the model of the API server
 * and what the users asked for; they know the contract and nothing of how the product keeps it.
 */
@NullMarked
package platform.tkex.simulation.check;

import org.jspecify.annotations.NullMarked;
