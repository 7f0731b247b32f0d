package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.ApiException.Problem;

/** What the server refuses with 422, as far as controllers, kubelets and users come to it. */
final class Validation {

  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String IMMUTABLE = "field is immutable";

  private final List<Problem> problems = new ArrayList<>();
  private final Resource resource;
  private final Draft draft;

  private Validation(Resource resource, Draft draft) {
    this.resource = resource;
    this.draft = draft;
  }

  static void create(Resource resource, Draft draft, CustomResourceSchema schema) {
    Validation validation = new Validation(resource, draft);
    if (draft.name().isEmpty()) {
      validation.add("metadata.name", Problem.Kind.REQUIRED, "name or generateName is required");
    }
    validation.metadata();
    if (resource == Resource.REVISIONS) {
      validation.revision(null);
    }
    if (resource == Resource.STATEFULSETPLUSES) {
      validation.schema(schema);
    }
    validation.check();
  }

  static void update(
      Resource resource,
      String subresource,
      Draft draft,
      ObjectNode old,
      CustomResourceSchema schema) {
    Validation validation = new Validation(resource, draft);
    validation.metadata();
    validation.metadataUpdate(old.path("metadata"));
    if (resource == Resource.STATEFULSETPLUSES) {
      // of a custom resource the server checks most of this twice, and says so twice
      validation.problems.addAll(
          validation.problems.stream()
              .filter(problem -> !problem.detail().contains("cannot be both set"))
              .toList());
    }
    if (subresource.isEmpty()) {
      validation.main(old, schema);
    } else if (subresource.equals("scale")) {
      validation.schema(schema);
    }
    validation.check();
  }

  private void main(ObjectNode old, CustomResourceSchema schema) {
    switch (resource) {
      case PODS -> {
        if (PodRules.changesFixedFields(draft.spec(), old.path("spec"))) {
          add("spec", Problem.Kind.FORBIDDEN, PodRules.FIXED);
        }
      }
      case CLAIMS -> claim(old);
      case REVISIONS -> revision(old);
      case STATEFULSETPLUSES -> {
        if (!Json.same(draft.spec(), old.path("spec"))) {
          schema(schema);
        }
      }
      default -> {}
    }
  }

  private void schema(CustomResourceSchema schema) {
    problems.addAll(schema.problems(draft.object()));
    if (problems.stream().anyMatch(problem -> problem.kind() == Problem.Kind.REQUIRED)) {
      add(
          "<nil>",
          Problem.Kind.INVALID,
          "null: some validation rules were not checked because the object was invalid; correct the"
              + " existing errors to complete validation");
    }
  }

  /** Only the volume's name may come, once, and the size may change while it is bound. */
  private void claim(ObjectNode old) {
    ObjectNode spec = Json.shallow(draft.spec());
    ObjectNode before = Json.shallow(old.path("spec"));
    if (!before.hasNonNull("volumeName")) {
      spec.remove("volumeName");
    }
    if (Json.text(old.path("status"), "phase").equals("Bound")) {
      spec.remove("resources");
      before.remove("resources");
    }
    if (!Json.same(spec, before)) {
      add(
          "spec",
          Problem.Kind.FORBIDDEN,
          "spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims");
    }
  }

  private void revision(@Nullable ObjectNode old) {
    if (draft.object().path("revision").asLong() < 0) {
      add(
          "revision",
          Problem.Kind.INVALID,
          draft.object().path("revision") + ": must be greater than or equal to 0");
    }
    JsonNode data = draft.object().path("data");
    if (old == null && data.isMissingNode()) {
      add("data", Problem.Kind.REQUIRED, "data is mandatory");
    } else if (old != null && !Json.same(data, old.path("data"))) {
      add("data", Problem.Kind.INVALID, data + ": " + IMMUTABLE);
    }
  }

  private void metadata() {
    List<String> finalizers = draft.finalizers();
    if (finalizers.contains(ORPHAN) && finalizers.contains(FOREGROUND)) {
      add(
          "metadata.finalizers",
          Problem.Kind.INVALID,
          draft.metadata().get("finalizers")
              + ": finalizer orphan and foregroundDeletion cannot be both set");
    }
    owners(draft.metadata().path("ownerReferences"));
  }

  private void owners(JsonNode owners) {
    String first = "";
    for (int i = 0; i < owners.size(); i++) {
      JsonNode owner = owners.get(i);
      String field = "metadata.ownerReferences[" + i + "].";
      for (String required : List.of("apiVersion", "kind", "name", "uid")) {
        if (Json.text(owner, required).isEmpty()) {
          add(field + required, Problem.Kind.REQUIRED, "must not be empty");
        }
      }
      if (owner.path("controller").asBoolean()) {
        String name = Json.text(owner, "kind") + "/" + Json.text(owner, "name");
        if (!first.isEmpty()) {
          add(
              "metadata.ownerReferences",
              Problem.Kind.INVALID,
              typed(owners)
                  + ": Only one reference can have Controller set to true. Found \"true\" in"
                  + " references for "
                  + first
                  + " and "
                  + name);
        } else {
          first = name;
        }
      }
    }
  }

  /** As the real types write themselves: what must be there is there, if empty. */
  private static ArrayNode typed(JsonNode owners) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    for (JsonNode owner : owners) {
      ObjectNode reference = result.addObject();
      for (String field : List.of("apiVersion", "kind", "name", "uid")) {
        reference.put(field, Json.text(owner, field));
      }
      for (String field : List.of("controller", "blockOwnerDeletion")) {
        if (owner.hasNonNull(field)) {
          reference.set(field, owner.get(field));
        }
      }
    }
    return result;
  }

  private void metadataUpdate(JsonNode old) {
    if (old.has("deletionTimestamp")) {
      List<String> added = new ArrayList<>(draft.finalizers());
      added.removeAll(Json.texts(old.path("finalizers")));
      if (!added.isEmpty()) {
        String names =
            String.join(", ", added.stream().sorted().map(n -> "\"" + n + "\"").toList());
        add(
            "metadata.finalizers",
            Problem.Kind.FORBIDDEN,
            "no new finalizers can be added if the object is being deleted, found new finalizers"
                + " []string{"
                + names
                + "}");
      }
    }
    for (String field : List.of("uid", "deletionTimestamp", "deletionGracePeriodSeconds")) {
      JsonNode value = draft.metadata().path(field);
      if (!Json.same(value, old.path(field))) {
        add("metadata." + field, Problem.Kind.INVALID, value + ": " + IMMUTABLE);
      }
    }
  }

  private void add(String field, Problem.Kind kind, String detail) {
    problems.add(new Problem(field, kind, detail));
  }

  private void check() {
    if (!problems.isEmpty()) {
      throw ApiException.invalid(resource, draft.name(), problems);
    }
  }
}
