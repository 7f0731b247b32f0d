package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random requests about one object, which may be there or not. */
final class Bodies {

  private static final String USER = "test";
  private static final String NOBODY = "ffffffff-ffff-4fff-8fff-ffffffffffff";

  private final Random random;
  private final ModelApiServer model;
  private final String prefix;
  private final String namespace;

  Bodies(Random random, ModelApiServer model, String prefix, String namespace) {
    this.random = random;
    this.model = model;
    this.prefix = prefix;
    this.namespace = namespace;
  }

  String name(Resource resource) {
    String kind = prefix + "-" + resource.kind().toLowerCase(Locale.ROOT);
    return resource == Resource.PODS ? kind + random.nextInt(2) : kind;
  }

  Request create(Resource resource, String name) {
    ObjectNode object = object(resource);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (chance(4)) {
      metadata.putObject("labels").put("app", pick("a", "b"));
    }
    if (chance(4)) {
      metadata.putArray("finalizers").add(pick("x.example/a", "x.example/b"));
    }
    if (chance(3)) {
      owners(metadata, resource);
    }
    if (chance(12)) {
      metadata.put("resourceVersion", "7");
    }
    if (chance(12)) {
      metadata.put("namespace", pick(namespace, "elsewhere"));
    }
    if (chance(8)) {
      metadata.put("uid", NOBODY);
    }
    object.putObject("status").put("replicas", 7);
    if (chance(15)) {
      metadata.remove("name");
    }
    return Request.post(resource.path(namespace) + dry(), object, USER);
  }

  private ObjectNode object(Resource resource) {
    String text =
        switch (resource) {
          case PODS ->
              """
              {spec: {schedulerName: 'nobody', automountServiceAccountToken: false,
               serviceAccountName: 'default', terminationGracePeriodSeconds: %d,
               containers: [{name: 'main', image: 'app:%d'}]%s}}\
              """
                  .formatted(
                      random.nextInt(3) * 20,
                      random.nextInt(3),
                      chance(2) ? ", nodeName: '" + namespace + "'" : "");
          case STATEFULSETPLUSES ->
              """
              {spec: {replicas: %d, serviceName: 'w', selector: {matchLabels: {a: 'b'}},
               template: {metadata: {labels: {a: 'b'}},
                          spec: {containers: [{name: 'main', image: 'app:%d'}]}}%s}}\
              """
                  .formatted(
                      random.nextInt(4) - (chance(8) ? 4 : 0),
                      random.nextInt(3),
                      chance(2) ? ", batchDeployConfig: {batchNum: 3}, unknown: 1" : "");
          case REVISIONS ->
              chance(8)
                  ? "{revision: 1}"
                  : "{revision: %d, data: {a: {b: 1}}}".formatted(random.nextInt(4) - 1);
          case CLAIMS ->
              "{spec: {storageClassName: 'none', accessModes: ['ReadWriteOnce'],"
                  + " resources: {requests: {storage: '1Gi'}}}}";
          default -> "{spec: {holderIdentity: 'a', leaseDurationSeconds: 5}}";
        };
    ObjectNode object = (ObjectNode) ModelFixture.json(text);
    return object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
  }

  /** Only owners that are there: the real garbage collector would take the others' pods away. */
  private void owners(ObjectNode metadata, Resource of) {
    String name = name(Resource.STATEFULSETPLUSES);
    ObjectNode owner = model.get(Resource.STATEFULSETPLUSES, namespace, name);
    if (owner == null
        || of == Resource.STATEFULSETPLUSES
        || owner.at("/metadata").has("deletionTimestamp")) {
      return;
    }
    ArrayNode owners = metadata.putArray("ownerReferences");
    int count = chance(8) ? 2 : 1;
    for (int i = 0; i < count; i++) {
      ObjectNode reference = owners.addObject();
      reference
          .put("apiVersion", "platform.tkex/v1")
          .put("kind", "StatefulSetPlus")
          .put("name", i == 0 ? name : "other");
      reference.put("uid", i == 0 ? owner.at("/metadata/uid").asText() : NOBODY);
      reference.put("controller", true).put("blockOwnerDeletion", true);
      if (chance(10)) {
        reference.remove(pick("uid", "kind"));
      }
    }
  }

  Request metadata(Resource resource, String name, @Nullable JsonNode object) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = patch.putObject("metadata");
    preconditions(metadata, object);
    switch (random.nextInt(6)) {
      case 0 -> metadata.putObject("labels").put("app", pick("a", "b", "c"));
      case 1 -> metadata.putObject("labels").putNull("app");
      case 2 -> metadata.putObject("annotations").put(pick("x/y", "x/z"), pick("1", "2"));
      case 3 -> metadata.putNull("labels");
      case 4 -> owners(metadata, resource);
      default -> metadata.put(pick("name", "namespace"), pick(name, namespace));
    }
    return Request.mergePatch(resource.path(namespace, name) + dry(), patch, USER);
  }

  private void preconditions(ObjectNode metadata, @Nullable JsonNode object) {
    if (object != null && chance(2)) {
      metadata.put("uid", chance(3) ? NOBODY : object.at("/metadata/uid").asText());
    }
    if (object != null && chance(3)) {
      String version = object.at("/metadata/resourceVersion").asText();
      metadata.put("resourceVersion", pick(version, version, "1", "0", "abc"));
    }
  }

  Request operations(Resource resource, String name, @Nullable JsonNode object) {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    String version = object == null ? "1" : object.at("/metadata/resourceVersion").asText();
    if (chance(2)) {
      operation(patch, "test", "/metadata/resourceVersion").put("value", chance(3) ? "1" : version);
    }
    switch (random.nextInt(8)) {
      case 0 -> operation(patch, "add", "/metadata/labels").putObject("value").put("app", "d");
      case 1 -> operation(patch, "replace", "/metadata/labels/app").put("value", "e");
      case 2 -> operation(patch, "remove", "/metadata/labels/app");
      case 3 -> operation(patch, "test", "/metadata/labels/app").put("value", "a");
      case 4 -> operation(patch, "test", "/metadata/labels/none").putNull("value");
      case 5 -> operation(patch, "add", "/metadata/finalizers/-").put("value", "x.example/c");
      case 6 ->
          operation(patch, "copy", "/metadata/labels/copied").put("from", "/metadata/labels/app");
      default -> operation(patch, "add", "/metadata/annotations/x~1y").put("value", "3");
    }
    return Request.jsonPatch(resource.path(namespace, name) + dry(), patch, USER);
  }

  private static ObjectNode operation(ArrayNode patch, String operation, String path) {
    return patch.addObject().put("op", operation).put("path", path);
  }

  Request finalizers(Resource resource, String name, @Nullable JsonNode object) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = patch.putObject("metadata");
    ArrayNode finalizers = metadata.putArray("finalizers");
    for (String finalizer : List.of("x.example/a", "x.example/b")) {
      if (chance(3)) {
        finalizers.add(finalizer);
      }
    }
    if (resource == Resource.CLAIMS) {
      finalizers.add("kubernetes.io/pvc-protection");
    }
    if (chance(15)) {
      finalizers.add("orphan").add("foregroundDeletion");
    }
    return Request.mergePatch(resource.path(namespace, name) + dry(), patch, USER);
  }

  Request spec(Resource resource, String name, @Nullable JsonNode object) {
    String patch =
        switch (resource) {
          case PODS ->
              pick(
                  "{spec: {activeDeadlineSeconds: 1000}}",
                  "{spec: {nodeName: 'elsewhere'}}",
                  "{spec: {schedulerName: 'nobody'}}",
                  "{spec: {terminationGracePeriodSeconds: 77}}");
          case STATEFULSETPLUSES ->
              pick(
                  "{spec: {replicas: 5}}",
                  "{spec: {replicas: 2}}",
                  "{spec: {replicas: -1}}",
                  "{spec: {batchDeployConfig: {batchNum: 2}}}",
                  "{spec: {batchDeployConfig: null}}",
                  "{spec: {minReadySeconds: null}}",
                  "{spec: {nothing: 1}, status: {replicas: 3}}");
          case REVISIONS ->
              pick("{revision: 3}", "{revision: -3}", "{data: {a: 2}}", "{data: {a: {b: 1}}}");
          case CLAIMS ->
              pick("{spec: {accessModes: ['ReadOnlyMany']}}", "{spec: {storageClassName: 'none'}}");
          default -> pick("{spec: {holderIdentity: 'b'}}", "{spec: {holderIdentity: null}}");
        };
    ObjectNode body = (ObjectNode) ModelFixture.json(patch);
    if (chance(3)) {
      preconditions(body.putObject("metadata"), object);
    }
    return Request.mergePatch(resource.path(namespace, name) + dry(), body, USER);
  }

  Request status(Resource resource, String name, @Nullable JsonNode object) {
    String patch =
        switch (resource) {
          case PODS ->
              pick(
                  "{status: {phase: 'Running'}}",
                  "{status: {phase: 'Failed'}}",
                  "{status: {message: 'm'}}");
          case STATEFULSETPLUSES ->
              pick(
                  "{status: {replicas: 1}}",
                  "{status: {replicas: 2}, spec: {replicas: 9}}",
                  "{status: null}");
          default -> "{status: {phase: 'Pending'}}";
        };
    ObjectNode body = (ObjectNode) ModelFixture.json(patch);
    ObjectNode metadata = body.putObject("metadata");
    preconditions(metadata, object);
    if (chance(3)) {
      metadata.putObject("labels").put("app", "s");
    }
    return Request.mergePatch(resource.path(namespace, name) + "/status" + dry(), body, USER);
  }

  Request subresource(Resource resource, String name, @Nullable JsonNode object) {
    String path = resource.path(namespace, name);
    if (resource == Resource.PODS) {
      ObjectNode binding = JsonNodeFactory.instance.objectNode();
      binding
          .put("apiVersion", "v1")
          .put("kind", "Binding")
          .putObject("metadata")
          .put("name", name);
      binding.putObject("target").put("kind", "Node").put("name", namespace);
      return Request.post(path + "/binding", binding, USER);
    }
    if (resource != Resource.STATEFULSETPLUSES) {
      return Request.get(path, USER);
    }
    ObjectNode scale = JsonNodeFactory.instance.objectNode();
    scale.put("apiVersion", "autoscaling/v1").put("kind", "Scale");
    ObjectNode metadata = scale.putObject("metadata").put("name", name).put("namespace", namespace);
    preconditions(metadata, object);
    scale.putObject("spec").put("replicas", random.nextInt(5) - 1);
    return switch (random.nextInt(3)) {
      case 0 -> Request.get(path + "/scale", USER);
      case 1 -> Request.put(path + "/scale" + dry(), scale, USER);
      default -> Request.mergePatch(path + "/scale" + dry(), scale, USER);
    };
  }

  Request replace(Resource resource, String name, @Nullable ObjectNode object) {
    ObjectNode body = object == null ? object(resource) : object.deepCopy();
    ObjectNode metadata = body.withObject("/metadata").put("name", name);
    metadata.remove(List.of("creationTimestamp", "deletionTimestamp"));
    switch (random.nextInt(6)) {
      case 0 -> metadata.remove("resourceVersion");
      case 1 -> metadata.put("resourceVersion", "1");
      case 2 -> metadata.put("uid", NOBODY);
      case 3 -> metadata.withObject("/labels").put("app", pick("p", "q"));
      case 4 -> body.putObject("status").put("replicas", 4).put("phase", "Running");
      default -> {}
    }
    return Request.put(resource.path(namespace, name) + dry(), body, USER);
  }

  Request delete(Resource resource, String name, @Nullable JsonNode object) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("kind", "DeleteOptions").put("apiVersion", "v1");
    if (object != null && chance(2)) {
      String uid = object.at("/metadata/uid").asText();
      options.withObject("/preconditions").put("uid", chance(4) ? NOBODY : uid);
    }
    if (object != null && chance(4)) {
      String version = object.at("/metadata/resourceVersion").asText();
      options.withObject("/preconditions").put("resourceVersion", pick(version, "1"));
    }
    if (chance(2)) {
      options.put("gracePeriodSeconds", pick(0, 0, 10, 20, 300, -1));
    }
    if (chance(2)) {
      options.put("propagationPolicy", pick("Background", "Background", "Foreground", "Orphan"));
    } else if (chance(8)) {
      options.put("orphanDependents", chance(2));
    }
    if (chance(8)) {
      options.putArray("dryRun").add("All");
    }
    return Request.delete(resource.path(namespace, name), chance(4) ? null : options, USER);
  }

  private String dry() {
    return chance(12) ? "?dryRun=All" : "";
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
