package platform.tkex.statefulsetplus.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of sources and versions; all of it from memory, and none of their content. */
public interface ConfigVersions {

  /** A source as it was seen last; null when there is none, or when it is being deleted. */
  @Nullable Source source(SourceKey key);

  /** Versions of a source that are there and stay. */
  List<Version> versions(SourceKey key);

  /** One version of a source; null when there is none. */
  default @Nullable Version version(SourceKey key, String hash) {
    String name = key.version(hash);
    return versions(key).stream()
        .filter(version -> version.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /**
   * A ConfigMap whose contents are kept.
   *
   * @param hash of its data
   */
  record Source(String uid, String hash) {}

  /**
   * A ConfigMap that holds one content.
   *
   * @param label by which people know it
   */
  record Version(String name, String uid, String label) {}
}
