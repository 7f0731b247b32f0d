package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the server says to a request.
 *
 * @param body an object, a list or a {@code Status}; never to be changed, it is what is stored
 */
public record Answer(int code, JsonNode body) {

  public boolean succeeded() {
    return code < 300;
  }

  /** Of a refusal, such as {@code Conflict}; empty where there is none. */
  public String reason() {
    return body.path("reason").asText();
  }

  /** Of a refusal. */
  public String message() {
    return body.path("message").asText();
  }
}
