package platform.tkex.crds.statefulsetplus;

/** Labels of ConfigMaps whose changes are kept as versions, and of the versions. */
public final class ConfigMapLabels {
  /** {@code "true"} makes a ConfigMap a source: each of its contents is kept as a version. */
  public static final String VERSIONED = "platform.tkex/versioned";

  /** Of a version: the name of its source. */
  public static final String NAME = "platform.tkex/configmap-name";

  /** Of a version: a counter, or what the source had under this label. */
  public static final String VERSION = "platform.tkex/configmap-version";

  /**
   * Annotation of pods, of revisions and of their templates, followed by the name of a source: the
   * hash of the version that they have.
   */
  public static final String POD_VERSION = "platform.tkex/config-version.";

  private ConfigMapLabels() {}
}
