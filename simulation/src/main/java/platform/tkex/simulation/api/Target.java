package platform.tkex.simulation.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a path names.
 *
 * @param namespace empty for cluster-scoped objects and for lists of all namespaces
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
record Target(
    Resource resource,
    String namespace,
    String name,
    String subresource,
    Map<String, String> query) {

  static @Nullable Target parse(String path) {
    int mark = path.indexOf('?');
    Map<String, String> query = mark < 0 ? Map.of() : query(path.substring(mark + 1));
    String[] parts = (mark < 0 ? path : path.substring(0, mark)).substring(1).split("/", -1);
    boolean core = parts[0].equals("api");
    int next = core ? 2 : 3;
    if (parts.length <= next) {
      return null;
    }
    String group = core ? "" : parts[1];
    String version = parts[next - 1];
    String namespace = "";
    // "namespaces/x/pods" is below a namespace, "namespaces/x" and its subresources are not
    if (parts[next].equals("namespaces")
        && parts.length > next + 2
        && Resource.of(group, version, parts[next + 2]) != null) {
      namespace = parts[next + 1];
      next += 2;
    }
    Resource resource = Resource.of(group, version, parts[next]);
    return resource == null
        ? null
        : new Target(resource, namespace, part(parts, next + 1), part(parts, next + 2), query);
  }

  boolean dryRun() {
    return "All".equals(query.get("dryRun"));
  }

  Target named(String name) {
    return new Target(resource, namespace, name, subresource, query);
  }

  private static String part(String[] parts, int index) {
    return index < parts.length ? parts[index] : "";
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }
}
