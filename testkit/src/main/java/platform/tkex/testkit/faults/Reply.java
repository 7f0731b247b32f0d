package platform.tkex.testkit.faults;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the sender of a request what its fault says. */
final class Reply {

  private static final Map<Integer, String> REASONS =
      Map.of(
          409, "Conflict",
          429, "TooManyRequests",
          500, "InternalError",
          503, "ServiceUnavailable",
          504, "Timeout");

  private final HttpServerResponse response;
  private final Fault.Reply reply;

  Reply(HttpServerResponse response, Fault.Reply reply) {
    this.response = response;
    this.reply = reply;
  }

  /**
   * Sends it.
   *
   * @param real the API server's; null when it was not asked
   */
  void send(Upstream.@Nullable Answer real) {
    if (response.closed()) {
      return; // the sender is gone
    }
    switch (reply) {
      case Fault.Real _ -> {
        if (real != null) {
          real.headers().forEach(response::putHeader);
          response.setStatusCode(real.code()).end(real.body());
        }
      }
      case Fault.Status status -> status(status.code(), status.retryAfter());
      case Fault.Silence _ -> {}
      case Fault.Reset _ -> response.reset();
    }
  }

  private void status(int code, @Nullable Duration retryAfter) {
    if (retryAfter != null) {
      response.putHeader("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }
    response
        .setStatusCode(code)
        .putHeader("Content-Type", "application/json")
        .end(
            """
            {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "code": %d,
             "reason": "%s", "message": "a fault that a test asked for"}
            """
                .formatted(code, REASONS.getOrDefault(code, "Unknown")));
  }
}
