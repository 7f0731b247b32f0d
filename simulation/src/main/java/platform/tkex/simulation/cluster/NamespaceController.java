package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import platform.tkex.simulation.api.Api;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** Empties a namespace that is being deleted, then lets it go. */
public final class NamespaceController implements Actor {

  private static final String USER = "system:serviceaccount:kube-system:namespace-controller";
  private static final List<Resource> CONTENT =
      List.of(
          Resource.STATEFULSETPLUSES,
          Resource.REVISIONS,
          Resource.CLAIMS,
          Resource.PODS,
          Resource.LEASES,
          Resource.EVENTS,
          Resource.QUOTAS);

  private final Api api;
  private final View namespaces;
  private final List<View> content = new ArrayList<>();

  public NamespaceController(ModelApiServer server, Api api) {
    this.api = api;
    this.namespaces = new View(server, Resource.NAMESPACES);
    CONTENT.forEach(kind -> content.add(new View(server, kind)));
  }

  @Override
  public List<View> views() {
    List<View> views = new ArrayList<>(content);
    views.add(namespaces);
    return views;
  }

  @Override
  public boolean step() {
    for (ObjectNode namespace : namespaces.objects()) {
      if (Metas.terminating(namespace) && (empty(Metas.name(namespace)) || finalizes(namespace))) {
        return true;
      }
    }
    return false;
  }

  private boolean empty(String namespace) {
    for (View view : content) {
      for (ObjectNode object : view.objects()) {
        if (Metas.namespace(object).equals(namespace) && !Metas.terminating(object)) {
          String path = Metas.path(view.resource(), object);
          ObjectNode options = Metas.deleteOptions(object).put("propagationPolicy", "Background");
          if (api.handle(Request.delete(path, options, USER)).succeeded()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean finalizes(ObjectNode namespace) {
    boolean holds =
        content.stream()
            .flatMap(view -> view.objects().stream())
            .anyMatch(object -> Metas.namespace(object).equals(Metas.name(namespace)));
    if (holds || namespace.path("spec").path("finalizers").isEmpty()) {
      return false;
    }
    ObjectNode body = namespace.deepCopy();
    body.withObject("/spec").putArray("finalizers");
    String path = Metas.path(Resource.NAMESPACES, namespace) + "/finalize";
    return api.handle(Request.put(path, body, USER)).succeeded();
  }
}
