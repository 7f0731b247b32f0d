package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param path absolute, with its query
 * @param contentType null means JSON
 * @param body parts of it are stored as they are: never change it once it is sent
 * @param user who asks; only admission hooks look at it
 */
public record Request(
    Method method,
    String path,
    @Nullable String contentType,
    @Nullable JsonNode body,
    String user) {

  /** Content type of an RFC 7386 patch. */
  public static final String MERGE_PATCH = "application/merge-patch+json";

  /** Content type of Kubernetes' own merge patch. */
  public static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";

  /** Content type of an RFC 6902 patch. */
  public static final String JSON_PATCH = "application/json-patch+json";

  private static final String JSON = "application/json";

  /** HTTP methods. */
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  public static Request get(String path, String user) {
    return new Request(Method.GET, path, null, null, user);
  }

  public static Request post(String path, JsonNode body, String user) {
    return new Request(Method.POST, path, JSON, body, user);
  }

  public static Request put(String path, JsonNode body, String user) {
    return new Request(Method.PUT, path, JSON, body, user);
  }

  public static Request mergePatch(String path, JsonNode body, String user) {
    return new Request(Method.PATCH, path, MERGE_PATCH, body, user);
  }

  public static Request jsonPatch(String path, JsonNode body, String user) {
    return new Request(Method.PATCH, path, JSON_PATCH, body, user);
  }

  /**
   * DELETE of one object.
   *
   * @param options null: none, then those of the query count
   */
  public static Request delete(String path, @Nullable JsonNode options, String user) {
    return new Request(Method.DELETE, path, options == null ? null : JSON, options, user);
  }

  /** On one line, the body cut off where it gets long. */
  @Override
  public String toString() {
    String text = body == null ? "" : " " + body;
    String type = method == Method.PATCH ? " [" + contentType + "]" : "";
    return method + " " + path + type + (text.length() > 400 ? text.substring(0, 400) : text);
  }
}
