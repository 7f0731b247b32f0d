package platform.tkex.simulation.process;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.read.ApiReader;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.kernel.Lane;

/** What a simulated process reads. */
final class ModelReader implements ApiReader {

  private final Lane lane;
  private final ModelApiServer server;
  private final Weather weather;
  private final Link link;
  private final String user;
  private final List<ModelInformer<?>> informers = new ArrayList<>();
  private final Map<Resource, Long> basis = new EnumMap<>(Resource.class);

  ModelReader(Lane lane, ModelApiServer server, Weather weather, Link link, String user) {
    this.lane = lane;
    this.server = server;
    this.weather = weather;
    this.link = link;
    this.user = user;
  }

  @Override
  public <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind) {
    ModelInformer<T> informer = new ModelInformer<>(kind, resource(kind), lane, server, weather);
    informers.add(informer);
    if (informer.resource() == Resource.STATEFULSETPLUSES) {
      // a pass begins by reading its workload
      informer.whenRead(this::passBegins);
    }
    return informer;
  }

  private void passBegins() {
    informers.forEach(informer -> basis.put(informer.resource(), informer.seen()));
  }

  /** Up to which version a kind had been seen when the last pass began. */
  long basis(Resource resource) {
    return basis.getOrDefault(resource, 0L);
  }

  List<ModelInformer<?>> informers() {
    return informers;
  }

  @Override
  public <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name) {
    Request request = Request.get(resource(kind).path(namespace, name), user);
    if (link.send(request) instanceof Link.Outcome.Answered answered) {
      Answer answer = answered.answer();
      if (answer.code() == 404) {
        return null;
      }
      if (answer.succeeded()) {
        return Objects.read(answer.body(), kind);
      }
    }
    throw new KubernetesClientException("no answer to " + request);
  }

  private static Resource resource(Class<?> kind) {
    if (kind == Pod.class) {
      return Resource.PODS;
    }
    if (kind == ControllerRevision.class) {
      return Resource.REVISIONS;
    }
    if (kind == PersistentVolumeClaim.class) {
      return Resource.CLAIMS;
    }
    if (kind == StatefulSetPlus.class) {
      return Resource.STATEFULSETPLUSES;
    }
    throw new IllegalArgumentException("the model has no " + kind);
  }
}
