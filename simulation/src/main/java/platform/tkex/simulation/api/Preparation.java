package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What the server itself fills in, and what a request may not touch, per resource. */
final class Preparation {

  private static final String CLAIM_PROTECTION = "kubernetes.io/pvc-protection";
  private static final String STATUS = "status";

  private final CustomResourceSchema schema;

  Preparation(CustomResourceSchema schema) {
    this.schema = schema;
  }

  /** Defaults, as on every decoding of a body or a patched object. */
  void decode(Resource resource, Draft draft) {
    draft.tidy();
    switch (resource) {
      case PODS -> PodRules.defaults(draft);
      case STATEFULSETPLUSES -> schema.conform(draft);
      case NAMESPACES -> {
        ObjectNode labels = Json.shallow(draft.metadata().path("labels"));
        draft.metadata().set("labels", labels.put("kubernetes.io/metadata.name", draft.name()));
      }
      case REVISIONS -> draft.object().retain("apiVersion", "kind", "metadata", "data", "revision");
      case LEASES -> draft.object().retain("apiVersion", "kind", "metadata", "spec");
      default -> {}
    }
  }

  void create(Resource resource, Draft draft) {
    if (resource.hasGeneration()) {
      draft.generation(1);
    }
    switch (resource) {
      case PODS -> draft.object().set(STATUS, PodRules.newStatus(draft.spec()));
      case CLAIMS -> {
        draft.object().set(STATUS, Json.empty().put("phase", "Pending"));
        protect(draft);
      }
      case STATEFULSETPLUSES -> draft.object().remove(STATUS);
      case QUOTAS -> draft.object().set(STATUS, Json.empty());
      case NAMESPACES -> {
        draft.object().set(STATUS, Json.empty().put("phase", "Active"));
        ObjectNode spec = Json.shallow(draft.spec());
        spec.set("finalizers", Json.list(List.of("kubernetes")));
        draft.object().set("spec", spec);
      }
      default -> {}
    }
  }

  /** What the admission plugin StorageObjectInUseProtection does. */
  private static void protect(Draft draft) {
    List<String> finalizers = new ArrayList<>(draft.finalizers());
    if (!finalizers.contains(CLAIM_PROTECTION)) {
      finalizers.add(CLAIM_PROTECTION);
      draft.finalizers(finalizers);
    }
  }

  void update(Resource resource, String subresource, Draft draft, ObjectNode old) {
    if (subresource.equals(STATUS)) {
      updateStatus(resource, draft, old);
      return;
    }
    if (subresource.equals("finalize")) {
      draft.take(STATUS, old);
      return;
    }
    switch (resource) {
      case PODS -> {
        draft.take(STATUS, old);
        countSpec(draft, old);
      }
      case STATEFULSETPLUSES -> {
        draft.take(STATUS, old);
        countSpec(draft, old);
      }
      case CLAIMS, NODES, QUOTAS -> draft.take(STATUS, old);
      case NAMESPACES -> {
        draft.take(STATUS, old);
        draft.take("spec", old);
      }
      default -> {}
    }
  }

  private static void countSpec(Draft draft, ObjectNode old) {
    if (!Json.same(draft.spec(), old.path("spec"))) {
      draft.generation(draft.generation() + 1);
    }
  }

  /**
   * A custom resource's whole metadata is the old one here, its UID too: a patch of status with a
   * wrong metadata.uid is taken all the same (only a PUT refuses it). The core kinds instead let
   * labels, annotations and finalizers through.
   */
  private static void updateStatus(Resource resource, Draft draft, ObjectNode old) {
    if (resource == Resource.STATEFULSETPLUSES) {
      JsonNode version = draft.metadata().get("resourceVersion");
      draft.metadata().removeAll();
      draft.metadata().setAll((ObjectNode) old.get("metadata"));
      draft.metadata().set("resourceVersion", version);
    }
    if (resource == Resource.PODS) {
      draft.metadata().remove("deletionTimestamp");
      draft.takeMeta("ownerReferences", old);
      PodRules.keepStatus(draft, old);
    }
    draft.take("spec", old);
  }
}
