package platform.tkex.common.write;

import org.jspecify.annotations.Nullable;

/** What became of a {@link Write}: done, not done, or not known. */
public sealed interface WriteResult {

  /**
   * The server did it.
   *
   * @param code 200, 201 or 202
   * @param uid metadata.uid of the answer, null when it carried none (a {@code Status} does)
   * @param resourceVersion metadata.resourceVersion of the answer
   */
  record Done(int code, @Nullable String uid, @Nullable String resourceVersion)
      implements WriteResult {}

  /**
   * The server answered that it did nothing.
   *
   * @param code HTTP status, 400-499; or 500 when an admission webhook could not be asked, or the
   *     object is too large: both happen before anything is stored
   * @param reason {@code Status.reason}, for example {@code AlreadyExists}; empty when there is
   *     none
   * @param message {@code Status.message}, for people
   */
  record Refused(int code, String reason, String message) implements WriteResult {}

  /**
   * Time-out, connection lost or a server error (5xx): it may or may not have taken effect, or may
   * still do so.
   */
  record Unknown(String cause) implements WriteResult {}

  /** It never left this process: the fence fell, the run stopped early, no connection was made. */
  record NotSent(String why) implements WriteResult {}

  /** Whether the server confirmed the effect. */
  default boolean done() {
    return this instanceof Done;
  }
}
