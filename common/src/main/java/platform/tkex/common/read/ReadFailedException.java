package platform.tkex.common.read;

import org.jspecify.annotations.Nullable;

/** A list was not read to its end; nothing may be concluded from what was not in it. */
public final class ReadFailedException extends RuntimeException {

  /**
   * @param message names the path and what the API server said
   */
  public ReadFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
