package platform.tkex.simulation.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.common.write.WriteTransport;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Request;

/** Sends a controller's writes over the link and classifies what comes back as HTTP would. */
final class ModelTransport implements WriteTransport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Link link;
  private final String user;

  ModelTransport(Link link, String user) {
    this.link = link;
    this.user = user;
  }

  @Override
  public WriteResult send(Write write) {
    Request request =
        new Request(
            Request.Method.valueOf(write.method().name()),
            write.path(),
            write.contentType(),
            body(write.body()),
            user);
    return switch (link.send(request)) {
      case Link.Outcome.Answered answered -> classify(answered.answer());
      case Link.Outcome.Throttled throttled -> throw Link.throttled(throttled.retryAfter());
      case Link.Outcome.NoAnswer none -> new WriteResult.Unknown("no answer in time");
      case Link.Outcome.Failed failed ->
          failed.code() >= 500 && !failed.message().startsWith("failed calling webhook")
              ? new WriteResult.Unknown(failed.code() + ": " + failed.message())
              : new WriteResult.Refused(failed.code(), "", failed.message());
    };
  }

  private static WriteResult classify(Answer answer) {
    if (!answer.succeeded()) {
      boolean unknown = answer.code() >= 500 && !answer.message().contains("calling webhook");
      return unknown
          ? new WriteResult.Unknown(answer.code() + ": " + answer.message())
          : new WriteResult.Refused(answer.code(), answer.reason(), answer.message());
    }
    JsonNode metadata = answer.body().path("metadata");
    String uid = text(metadata.path("uid"));
    return new WriteResult.Done(
        answer.code(),
        uid == null ? text(answer.body().path("details").path("uid")) : uid,
        text(metadata.path("resourceVersion")));
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }

  private static @Nullable JsonNode body(byte @Nullable [] bytes) {
    try {
      return bytes == null || bytes.length == 0 ? null : JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
