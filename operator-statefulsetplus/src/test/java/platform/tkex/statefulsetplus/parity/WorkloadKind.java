package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The kinds that promise the same. */
enum WorkloadKind {
  NATIVE("apps", "StatefulSet", "statefulsets"),
  PLUS("platform.tkex", "StatefulSetPlus", "statefulsetpluses");

  private final String group;
  private final String kind;
  private final String plural;

  WorkloadKind(String group, String kind, String plural) {
    this.group = group;
    this.kind = kind;
    this.plural = plural;
  }

  String apiVersion() {
    return group + "/v1";
  }

  String kind() {
    return kind;
  }

  /** Path of the collection in the API. */
  String path(String namespace) {
    return "/apis/" + apiVersion() + "/namespaces/" + namespace + "/" + plural;
  }

  ResourceDefinitionContext definition() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
