package platform.tkex.bench.soak;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.client.Clients;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** All workloads as their users see them. Thread-safe. */
final class Fleet implements AutoCloseable {
  private static final String PREFIX = "soak-";
  private static final int NAMESPACES = 4;
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final SharedIndexInformer<StatefulSetPlus> informer;
  private final Map<String, StatefulSetPlus> latest = new HashMap<>();

  private Fleet(Clients clients) {
    client = clients.writes();
    informer =
        clients.reads().resources(StatefulSetPlus.class).inAnyNamespace().runnableInformer(0);
    informer.addEventHandler(new Handler());
  }

  /** With its namespaces, watched. */
  static Fleet open(Clients clients) {
    Fleet fleet = new Fleet(clients);
    for (String namespace : namespaces()) {
      fleet
          .client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .serverSideApply();
    }
    fleet.informer.start().toCompletableFuture().join();
    return fleet;
  }

  static List<String> namespaces() {
    return IntStream.range(0, NAMESPACES).mapToObj(i -> PREFIX + i).toList();
  }

  /** Where the workload of this number lives. */
  static String namespaceOf(int number) {
    return PREFIX + number % NAMESPACES;
  }

  synchronized List<StatefulSetPlus> all() {
    return List.copyOf(latest.values());
  }

  synchronized @Nullable StatefulSetPlus get(String key) {
    return latest.get(key);
  }

  /** Waits until the workload is as wanted, which is null for one that is gone. */
  synchronized boolean await(
      String key, Predicate<@Nullable StatefulSetPlus> wanted, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!wanted.test(latest.get(key))) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  void create(StatefulSetPlus workload) {
    client.resource(workload).create();
  }

  /** RFC 7386; the generation after it. */
  long merge(String namespace, String name, String patch) {
    return resource(namespace, name).patch(MERGE, patch).getMetadata().getGeneration();
  }

  void delete(String namespace, String name, DeletionPropagation propagation) {
    resource(namespace, name).withPropagationPolicy(propagation).delete();
  }

  boolean hasPods(String namespace, String name) {
    return !client.pods().inNamespace(namespace).withLabel("app", name).list().getItems().isEmpty();
  }

  @Override
  public void close() {
    informer.close();
  }

  private Resource<StatefulSetPlus> resource(String namespace, String name) {
    return client.resources(StatefulSetPlus.class).inNamespace(namespace).withName(name);
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private synchronized void put(StatefulSetPlus object, boolean gone) {
    String key = key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    if (!object.getMetadata().getNamespace().startsWith(PREFIX)) {
      return;
    }
    if (gone) {
      latest.remove(key);
    } else {
      latest.put(key, object);
    }
    notifyAll();
  }

  private final class Handler implements ResourceEventHandler<StatefulSetPlus> {
    @Override
    public void onAdd(StatefulSetPlus object) {
      put(object, false);
    }

    @Override
    public void onUpdate(StatefulSetPlus before, StatefulSetPlus after) {
      put(after, false);
    }

    @Override
    public void onDelete(StatefulSetPlus object, boolean deletedFinalStateUnknown) {
      put(object, true);
    }
  }
}
