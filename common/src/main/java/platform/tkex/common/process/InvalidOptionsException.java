package platform.tkex.common.process;

/** Flags that are right each by itself and wrong together; ends with {@link ExitCodes#USAGE}. */
public final class InvalidOptionsException extends RuntimeException {

  /**
   * @param message names the flags, what was given and what is allowed
   */
  public InvalidOptionsException(String message) {
    super(message);
  }
}
