package platform.tkex.common.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the few fields of an answer that a writer needs, without binding it to a model.
 *
 * <p>A pod's answer has several kilobytes; of an object reading stops after {@code metadata}, which
 * the server writes near its start.
 */
final class AnswerReader {

  private static final JsonFactory JSON = new JsonFactory();

  /** What a new object or a Status says; each is null when it was not there. */
  record Answer(
      @Nullable String uid,
      @Nullable String resourceVersion,
      @Nullable String reason,
      @Nullable String message,
      @Nullable Duration retryAfter) {

    static final Answer EMPTY = new Answer(null, null, null, null, null);
  }

  private @Nullable String uid;
  private @Nullable String resourceVersion;
  private @Nullable String reason;
  private @Nullable String message;
  private @Nullable Duration retryAfter;

  private AnswerReader() {}

  /** Never throws: what cannot be read (a proxy's HTML page, a truncated body) is left out. */
  static Answer object(byte @Nullable [] body) {
    return new AnswerReader().read(body, true);
  }

  /** As {@link #object}, for a {@code Status}, whose metadata comes before its message. */
  static Answer status(byte @Nullable [] body) {
    return new AnswerReader().read(body, false);
  }

  private Answer read(byte @Nullable [] body, boolean stopAfterMetadata) {
    if (body == null || body.length == 0) {
      return Answer.EMPTY;
    }
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        readTop(parser, stopAfterMetadata);
      }
    } catch (IOException e) {
      // the HTTP status alone has to do
    }
    return new Answer(uid, resourceVersion, reason, message, retryAfter);
  }

  private void readTop(JsonParser parser, boolean stopAfterMetadata) throws IOException {
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      switch (field) {
        case "metadata" -> {
          readMetadata(parser, value);
          if (stopAfterMetadata && uid != null && resourceVersion != null) {
            return;
          }
        }
        case "reason" -> reason = text(parser, value);
        case "message" -> message = text(parser, value);
        case "details" -> readDetails(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  private void readMetadata(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      return;
    }
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      switch (field) {
        case "uid" -> uid = text(parser, token);
        case "resourceVersion" -> resourceVersion = text(parser, token);
        default -> parser.skipChildren();
      }
    }
  }

  /** {@code Status.details}: a deleted object's UID, or when to come back. */
  private void readDetails(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      return;
    }
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (field.equals("uid")) {
        uid = text(parser, token);
      } else if (field.equals("retryAfterSeconds") && token == JsonToken.VALUE_NUMBER_INT) {
        retryAfter = Duration.ofSeconds(parser.getIntValue());
      } else {
        parser.skipChildren();
      }
    }
  }

  private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }
}
