package platform.tkex.testkit.faults;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one request.
 *
 * @param takesEffect whether the API server gets it
 * @param reply what the sender gets to see
 */
public record Fault(boolean takesEffect, Reply reply) {

  /** No fault: the API server's own answer. */
  public static final Fault NONE = new Fault(true, new Real());

  /** What the sender gets to see. */
  public sealed interface Reply {}

  /** The API server's own answer. */
  public record Real() implements Reply {}

  /**
   * A Status of this code.
   *
   * @param retryAfter header of that name, in whole seconds; null: none
   */
  public record Status(int code, @Nullable Duration retryAfter) implements Reply {}

  /** The connection stays open and nothing comes, until the sender gives up. */
  public record Silence() implements Reply {}

  /** The request's stream is reset. */
  public record Reset() implements Reply {}

  /** The API server did what it was asked, and the sender gets another answer. */
  public static Fault after(Reply reply) {
    return new Fault(true, reply);
  }

  /** The API server never got the request. */
  public static Fault before(Reply reply) {
    if (reply instanceof Real) {
      throw new IllegalArgumentException("only the API server gives its own answer");
    }
    return new Fault(false, reply);
  }
}
