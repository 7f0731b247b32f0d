package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import platform.tkex.simulation.api.Api;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** Writes what counted objects there are into the status that admission goes by. */
public final class QuotaController implements Actor {

  private static final String USER = "system:serviceaccount:kube-system:resourcequota-controller";
  private static final List<Resource> COUNTED =
      List.of(Resource.PODS, Resource.CLAIMS, Resource.REVISIONS, Resource.STATEFULSETPLUSES);

  private final Api api;
  private final View quotas;
  private final Map<Resource, View> counted = new EnumMap<>(Resource.class);

  public QuotaController(ModelApiServer server, Api api) {
    this.api = api;
    this.quotas = new View(server, Resource.QUOTAS);
    COUNTED.forEach(kind -> counted.put(kind, new View(server, kind)));
  }

  @Override
  public List<View> views() {
    return List.of(
        quotas,
        view(Resource.PODS),
        view(Resource.CLAIMS),
        view(Resource.REVISIONS),
        view(Resource.STATEFULSETPLUSES));
  }

  private View view(Resource kind) {
    return Objects.requireNonNull(counted.get(kind));
  }

  @Override
  public boolean step() {
    for (ObjectNode quota : quotas.objects()) {
      ObjectNode status = status(quota);
      if (!status.equals(quota.path("status"))) {
        ObjectNode patch = Metas.object();
        patch.putObject("metadata").put("resourceVersion", Metas.version(quota));
        patch.set("status", status);
        String path = Metas.path(Resource.QUOTAS, quota) + "/status";
        if (api.handle(Request.mergePatch(path, patch, USER)).succeeded()) {
          return true;
        }
      }
    }
    return false;
  }

  private ObjectNode status(ObjectNode quota) {
    ObjectNode status = Metas.object();
    JsonNode hard = quota.path("spec").path("hard");
    status.set("hard", hard);
    ObjectNode used = status.putObject("used");
    for (Map.Entry<String, JsonNode> limit : hard.properties()) {
      long count =
          COUNTED.stream()
              .filter(kind -> limit.getKey().replace("count/", "").equals(name(kind)))
              .mapToLong(kind -> count(kind, Metas.namespace(quota)))
              .sum();
      used.put(limit.getKey(), Long.toString(count));
    }
    return status;
  }

  private static String name(Resource kind) {
    return kind.group().isEmpty() ? kind.plural() : kind.plural() + "." + kind.group();
  }

  private long count(Resource kind, String namespace) {
    return view(kind).objects().stream()
        .filter(object -> Metas.namespace(object).equals(namespace))
        .filter(object -> !ended(object))
        .count();
  }

  private static boolean ended(JsonNode object) {
    String phase = object.path("status").path("phase").asText();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }
}
