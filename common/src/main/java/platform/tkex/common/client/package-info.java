/**
 * Connections to the API server: how many, which protocol, which time-outs and retries. What is
 * sent over them lives elsewhere.
 */
@NullMarked
package platform.tkex.common.client;

import org.jspecify.annotations.NullMarked;
