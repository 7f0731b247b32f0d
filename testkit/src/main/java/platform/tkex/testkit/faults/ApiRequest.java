package platform.tkex.testkit.faults;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One request as it reached the proxy.
 *
 * @param number counted by the proxy, unlike for any other request
 * @param at when it came
 * @param method such as {@code POST}
 * @param path without its query
 * @param query without its question mark; empty when there is none
 * @param body as text; empty when there is none
 */
public record ApiRequest(
    long number, Instant at, String method, String path, String query, String body) {

  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  public boolean isWrite() {
    return WRITES.contains(method);
  }

  /** Whether the answer has no end. */
  public boolean isWatch() {
    return query.contains("watch=true");
  }

  /** The plural of the kind, such as {@code pods}. */
  public String resource() {
    List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
    int at = parts.getFirst().equals("api") ? 2 : 3;
    if (parts.size() > at + 2 && parts.get(at).equals("namespaces")) {
      at += 2;
    }
    return at < parts.size() ? parts.get(at) : "";
  }

  /**
   * Whether it is about this workload, its pods, revisions or Events. What a workload's controller
   * makes names it as owner or subject; what it changes is named after it.
   */
  public boolean concerns(String workload) {
    return body.contains("\"name\":\"" + workload + "\"")
        || path.matches(".*/" + workload + "([-./].*)?");
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
