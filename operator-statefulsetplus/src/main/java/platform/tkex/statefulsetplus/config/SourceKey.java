package platform.tkex.statefulsetplus.config;

/** Names a ConfigMap whose contents are kept as versions. */
public record SourceKey(String namespace, String name) {

  /** Name of the ConfigMap that holds the version of this content. */
  public String version(String hash) {
    return name + "-" + hash;
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
