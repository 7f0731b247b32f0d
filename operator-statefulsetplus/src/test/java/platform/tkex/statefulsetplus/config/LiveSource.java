package platform.tkex.statefulsetplus.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;

/** A ConfigMap whose changes are kept, as its user sees it. */
public final class LiveSource {
  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  private LiveSource(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /** Creates it with one file {@code app.conf}. */
  public static LiveSource create(
      KubernetesClient client, String namespace, String name, String content) {
    return create(
        client,
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .addToLabels(ConfigMapLabels.VERSIONED, "true")
            .endMetadata()
            .withData(Map.of("app.conf", content))
            .build());
  }

  public static LiveSource create(KubernetesClient client, ConfigMap source) {
    client.resource(source).create();
    return new LiveSource(
        client, source.getMetadata().getNamespace(), source.getMetadata().getName());
  }

  public String name() {
    return name;
  }

  /** Another content of its one file. */
  public LiveSource write(String content) {
    return edit(map -> map.withData(Map.of("app.conf", content)));
  }

  public LiveSource edit(UnaryOperator<ConfigMapBuilder> change) {
    resource().edit(map -> change.apply(new ConfigMapBuilder(map)).build());
    return this;
  }

  public Resource<ConfigMap> resource() {
    return client.configMaps().inNamespace(namespace).withName(name);
  }

  public ConfigMap get() {
    return Objects.requireNonNull(resource().get(), "there is no " + name);
  }

  /** The hash of its present content. */
  public String hash() {
    return ContentHash.of(get());
  }

  public Resource<ConfigMap> version(String hash) {
    return client.configMaps().inNamespace(namespace).withName(name + "-" + hash);
  }

  /** By their label, in the order of their numbers. */
  public List<ConfigMap> versions() {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabel(ConfigMapLabels.NAME, name)
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(LiveSource::label))
        .toList();
  }

  public static String label(ConfigMap version) {
    return version.getMetadata().getLabels().getOrDefault(ConfigMapLabels.VERSION, "");
  }

  /** Waits until its present content is kept; the version. */
  public ConfigMap awaitVersion() {
    String hash = hash();
    Await.until(name + "-" + hash + " is there", () -> version(hash).get() != null);
    return Objects.requireNonNull(version(hash).get());
  }

  /** Waits for an Event on it whose text holds all these words. */
  public void awaitEvent(Reason reason, String... words) {
    Await.until(
        "an Event " + reason.reason() + " of " + Arrays.toString(words) + " on " + name,
        () ->
            events(reason).stream()
                .anyMatch(event -> Arrays.stream(words).allMatch(event.getMessage()::contains)));
  }

  public List<Event> events(Reason reason) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals("ConfigMap"))
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .filter(event -> event.getReason().equals(reason.reason()))
        .toList();
  }
}
