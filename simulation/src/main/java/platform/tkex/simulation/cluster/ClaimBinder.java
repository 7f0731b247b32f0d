package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import platform.tkex.simulation.api.Api;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** Gives each claim a volume of its own: first its name in spec, then the phase. */
public final class ClaimBinder implements Actor {

  private static final String USER = "system:serviceaccount:kube-system:persistent-volume-binder";

  private final Api api;
  private final Predicate<ObjectNode> binds;
  private final View claims;

  /**
   * A provisioner.
   *
   * @param binds whether there is a volume for the claim
   */
  public ClaimBinder(ModelApiServer server, Api api, Predicate<ObjectNode> binds) {
    this.api = api;
    this.binds = binds;
    this.claims = new View(server, Resource.CLAIMS);
  }

  @Override
  public List<View> views() {
    return List.of(claims);
  }

  @Override
  public boolean step() {
    for (ObjectNode claim : claims.objects()) {
      String phase = claim.path("status").path("phase").asText();
      if (phase.equals("Bound") || Metas.terminating(claim) || !binds.test(claim)) {
        continue;
      }
      ObjectNode patch = Metas.object();
      patch.putObject("metadata").put("resourceVersion", Metas.version(claim));
      String path = Metas.path(Resource.CLAIMS, claim);
      if (claim.path("spec").hasNonNull("volumeName")) {
        patch.putObject("status").put("phase", "Bound");
        path += "/status";
      } else {
        patch.putObject("spec").put("volumeName", "pv-" + Metas.uid(claim));
      }
      if (api.handle(Request.mergePatch(path, patch, USER)).succeeded()) {
        return true;
      }
    }
    return false;
  }
}
