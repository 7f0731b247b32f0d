package platform.tkex.common.read;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What a list asks for.
 *
 * @param path of a collection, absolute and already encoded: {@code /api/v1/namespaces/x/pods}
 * @param labels a label selector, empty for none
 * @param fields a field selector, empty for none
 * @param metadataOnly the API server sends metadata alone
 */
public record Listing(String path, String labels, String fields, boolean metadataOnly) {

  /** All objects, whole. */
  public static Listing whole(String path) {
    return new Listing(path, "", "", false);
  }

  /** Metadata of all objects. */
  public static Listing metadata(String path) {
    return new Listing(path, "", "", true);
  }

  /** Only what carries these labels, such as {@code app=web,tier!=back}. */
  public Listing labelled(String selector) {
    return new Listing(path, selector, fields, metadataOnly);
  }

  /** Only the object of this name, if it is there. */
  public Listing named(String name) {
    return new Listing(path, labels, "metadata.name=" + name, metadataOnly);
  }

  /** The path with the query of one page. */
  public String query(int limit, String next) {
    StringBuilder query = new StringBuilder(path).append("?limit=").append(limit);
    add(query, "labelSelector", labels);
    add(query, "fieldSelector", fields);
    add(query, "continue", next);
    return query.toString();
  }

  private static void add(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query
          .append('&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
