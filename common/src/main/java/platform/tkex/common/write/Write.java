package platform.tkex.common.write;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One prepared request that changes something.
 *
 * @param path absolute and already encoded, for example {@code /api/v1/namespaces/x/pods}
 * @param body UTF-8 JSON; not copied, so never change it afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go to the wire as they are
public record Write(
    Method method, String path, byte @Nullable [] body, @Nullable String contentType) {

  private static final String JSON = "application/json";

  /** The HTTP methods that change something. */
  public enum Method {
    POST,
    PUT,
    PATCH,
    DELETE
  }

  public Write {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must be absolute, was: " + path);
    }
  }

  /** POST of a new object to the path of its collection. */
  public static Write create(String collectionPath, byte[] object) {
    return new Write(Method.POST, collectionPath, object, JSON);
  }

  /** PUT; carry a resourceVersion in the object to be refused (409) on a conflict. */
  public static Write put(String path, byte[] object) {
    return new Write(Method.PUT, path, object, JSON);
  }

  /** RFC 7386 merge patch; carry metadata.uid or resourceVersion as a precondition. */
  public static Write mergePatch(String path, byte[] patch) {
    return new Write(Method.PATCH, path, patch, "application/merge-patch+json");
  }

  /**
   * Kubernetes' own merge patch, which knows that containers go by their names; carry metadata.uid
   * and resourceVersion as preconditions. Not for custom resources.
   */
  public static Write strategicPatch(String path, byte[] patch) {
    return new Write(Method.PATCH, path, patch, "application/strategic-merge-patch+json");
  }

  /** RFC 6902 patch; {@code test} operations are the preconditions. */
  public static Write jsonPatch(String path, byte[] patch) {
    return new Write(Method.PATCH, path, patch, "application/json-patch+json");
  }

  /**
   * DELETE of this one incarnation: answered 409 when the name belongs to another UID by now, so it
   * may be sent again after an unknown outcome.
   *
   * @param resourceVersion answered 409 too when the object is of another version by now; null for
   *     any version
   * @param graceSeconds null leaves the object's own grace period
   */
  public static Write delete(
      String path, String uid, @Nullable String resourceVersion, @Nullable Long graceSeconds) {
    String grace = graceSeconds == null ? "" : "\"gracePeriodSeconds\":" + graceSeconds + ",";
    String options =
        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\","
            + grace
            + "\"preconditions\":{\"uid\":\""
            + uid
            + "\""
            + (resourceVersion == null ? "" : ",\"resourceVersion\":\"" + resourceVersion + "\"")
            + "}}";
    return new Write(Method.DELETE, path, options.getBytes(StandardCharsets.UTF_8), JSON);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Write that
        && method == that.method
        && path.equals(that.path)
        && Arrays.equals(body, that.body)
        && Objects.equals(contentType, that.contentType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(method, path, Arrays.hashCode(body), contentType);
  }

  /** Without the body: it may hold secrets and is long. */
  @Override
  public String toString() {
    return method + " " + path + (body == null ? "" : " (" + body.length + " bytes)");
  }
}
