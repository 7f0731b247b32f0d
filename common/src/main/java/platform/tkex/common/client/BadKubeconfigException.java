package platform.tkex.common.client;

import org.jspecify.annotations.Nullable;

/** It is not known where the API server is or who this process is there; no client was made. */
public final class BadKubeconfigException extends RuntimeException {

  /**
   * @param message names the file and what is wrong with it, in one line
   */
  BadKubeconfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
