package platform.tkex.gc.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.TestNamespace;

/** A source and its versions, made as the operator makes them. */
record Versions(TestNamespace namespace, String source) {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  KubernetesClient client() {
    return namespace.client();
  }

  /** Makes the source. */
  Versions withSource(Map<String, String> annotations) {
    client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace.name())
                .withName(source)
                .addToLabels(ConfigMapLabels.VERSIONED, "true")
                .addToAnnotations(annotations)
                .endMetadata()
                .addToData("key", "value")
                .build())
        .create();
    return this;
  }

  Versions withSource() {
    return withSource(Map.of());
  }

  static String hash(int n) {
    return "%010x".formatted(n);
  }

  String name(int n) {
    return source + "-" + hash(n);
  }

  /** Makes versions of these numbers, one after the other. */
  Versions make(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(n -> client().resource(version(n)).create());
    return this;
  }

  ConfigMap version(int n) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace.name())
        .withName(name(n))
        .addToLabels(ConfigMapLabels.NAME, source)
        .addToLabels(ConfigMapLabels.VERSION, Integer.toString(n))
        .endMetadata()
        .withImmutable(true)
        .addToData("key", "value " + n)
        .build();
  }

  void delete(int n) {
    client().configMaps().inNamespace(namespace.name()).withName(name(n)).delete();
  }

  ConfigMap get(int n) {
    return client().configMaps().inNamespace(namespace.name()).withName(name(n)).get();
  }

  boolean isThere(int n) {
    return get(n) != null;
  }

  /** As docs/adr/0018 asks of whoever begins to use a version. */
  void claim(int n, String uidOfTheRevision) {
    String patch =
        "{\"metadata\":{\"annotations\":{\"%s\":\"%s/%s\"}}}"
            .formatted(GcMarks.CHOSEN, java.time.Instant.now(), uidOfTheRevision);
    client().configMaps().inNamespace(namespace.name()).withName(name(n)).patch(MERGE, patch);
  }

  /** Numbers of those that are there. */
  List<Integer> numbers() {
    TreeSet<Integer> numbers = new TreeSet<>();
    client()
        .configMaps()
        .inNamespace(namespace.name())
        .withLabel(ConfigMapLabels.NAME, source)
        .list()
        .getItems()
        .forEach(found -> {
          String number = found.getMetadata().getLabels().get(ConfigMapLabels.VERSION);
          if (number != null && number.matches("[0-9]+")) {
            numbers.add(Integer.valueOf(number));
          }
        });
    return List.copyOf(numbers);
  }

  void await(Integer... numbers) {
    Await.until(
        "versions " + List.of(numbers) + " of " + source + " are left",
        () -> numbers().equals(List.of(numbers)));
  }

  /** Events on the source with this reason. */
  List<Event> events(String reason) {
    return client()
        .v1()
        .events()
        .inNamespace(namespace.name())
        .withField("involvedObject.name", source)
        .withField("involvedObject.kind", "ConfigMap")
        .withField("reason", reason)
        .list()
        .getItems();
  }
}
