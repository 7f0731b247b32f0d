package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Api;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** Lets a claim that is being deleted go when no pod mounts it. */
public final class ClaimProtection implements Actor {

  private static final String USER = "system:serviceaccount:kube-system:pvc-protection-controller";
  private static final String FINALIZER = "kubernetes.io/pvc-protection";

  private final Api api;
  private final View claims;
  private final View pods;

  public ClaimProtection(ModelApiServer server, Api api) {
    this.api = api;
    this.claims = new View(server, Resource.CLAIMS);
    this.pods = new View(server, Resource.PODS);
  }

  @Override
  public List<View> views() {
    return List.of(claims, pods);
  }

  @Override
  public boolean step() {
    for (ObjectNode claim : claims.objects()) {
      if (Metas.terminating(claim)
          && Metas.hasFinalizer(claim, FINALIZER)
          && pods.objects().stream().noneMatch(pod -> mounts(pod, claim))
          && !mountedByNow(claim)) {
        ObjectNode patch = Metas.withoutFinalizer(claim, FINALIZER);
        String path = Metas.path(Resource.CLAIMS, claim);
        if (api.handle(Request.mergePatch(path, patch, USER)).succeeded()) {
          return true;
        }
      }
    }
    return false;
  }

  /** As the real one it asks the server before it believes its cache. */
  private boolean mountedByNow(ObjectNode claim) {
    Answer live = api.handle(Request.get(Resource.PODS.path(Metas.namespace(claim)), USER));
    if (live.code() != 200) {
      return true;
    }
    for (JsonNode pod : live.body().path("items")) {
      if (mounts(pod, claim)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mounts(JsonNode pod, JsonNode claim) {
    if (!Metas.namespace(pod).equals(Metas.namespace(claim))) {
      return false;
    }
    // a pod that was never bound to a node holds nothing back
    if (!pod.path("spec").hasNonNull("nodeName")) {
      return false;
    }
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      JsonNode name = volume.path("persistentVolumeClaim").path("claimName");
      if (name.asText().equals(Metas.name(claim))) {
        return true;
      }
    }
    return false;
  }
}
