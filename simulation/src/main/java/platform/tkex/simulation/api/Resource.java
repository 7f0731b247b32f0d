package platform.tkex.simulation.api;

import org.jspecify.annotations.Nullable;

/** A kind of object that the model serves, and what its storage does on its own. */
public enum Resource {
  PODS("", "v1", "pods", "Pod"),
  CLAIMS("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim"),
  REVISIONS("apps", "v1", "controllerrevisions", "ControllerRevision"),
  STATEFULSETPLUSES("platform.tkex", "v1", "statefulsetpluses", "StatefulSetPlus"),
  NAMESPACES("", "v1", "namespaces", "Namespace"),
  NODES("", "v1", "nodes", "Node"),
  LEASES("coordination.k8s.io", "v1", "leases", "Lease"),
  QUOTAS("", "v1", "resourcequotas", "ResourceQuota"),
  EVENTS("", "v1", "events", "Event");

  private final String group;
  private final String version;
  private final String plural;
  private final String kind;

  Resource(String group, String version, String plural, String kind) {
    this.group = group;
    this.version = version;
    this.plural = plural;
    this.kind = kind;
  }

  /** Empty for the core group. */
  public String group() {
    return group;
  }

  /** As in URLs and messages: {@code controllerrevisions}. */
  public String plural() {
    return plural;
  }

  public String kind() {
    return kind;
  }

  /** As objects carry it: {@code apps/v1}, {@code v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  public boolean namespaced() {
    return this != NAMESPACES && this != NODES;
  }

  /** Path of the collection, of one namespace or of all. */
  public String path(@Nullable String namespace) {
    String root = group.isEmpty() ? "/api/v1" : "/apis/" + group + "/" + version;
    return namespace == null || !namespaced()
        ? root + "/" + plural
        : root + "/namespaces/" + namespace + "/" + plural;
  }

  /** Path of one object; the namespace is left out for cluster-scoped kinds. */
  public String path(@Nullable String namespace, String name) {
    return path(namespace) + "/" + name;
  }

  /** {@code controllerrevisions.apps}: how messages name the resource. */
  String qualified() {
    return qualify(plural);
  }

  /** {@code ControllerRevision.apps}: how messages name the kind. */
  String qualifiedKind() {
    return qualify(kind);
  }

  private String qualify(String name) {
    return group.isEmpty() ? name : name + "." + group;
  }

  /** Kinds without a generation never get one; only these two count the changes of their spec. */
  boolean hasGeneration() {
    return this == PODS || this == STATEFULSETPLUSES;
  }

  /** An update without a resourceVersion overwrites whatever is there. */
  boolean updatesUnconditionally() {
    return this != STATEFULSETPLUSES && this != LEASES;
  }

  /** A PUT of what does not exist creates it. */
  boolean createsOnUpdate() {
    return this == LEASES || this == EVENTS;
  }

  /** A DELETE is answered with the object; else with a Status that names its UID. */
  boolean answersDeleted() {
    return this == PODS || this == CLAIMS || this == NAMESPACES || this == QUOTAS;
  }

  static @Nullable Resource of(String group, String version, String plural) {
    for (Resource resource : values()) {
      if (resource.plural.equals(plural)
          && resource.group.equals(group)
          && resource.version.equals(version)) {
        return resource;
      }
    }
    return null;
  }
}
