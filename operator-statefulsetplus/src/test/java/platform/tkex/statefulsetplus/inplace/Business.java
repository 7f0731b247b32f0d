package platform.tkex.statefulsetplus.inplace;

import java.nio.file.Path;
import java.util.Map;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.testkit.DevCluster;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** Pods of devcluster's business program, which really run. */
public final class Business {
  public static final String V1 = "local/business:v1";
  public static final String V2 = "local/business:v2";

  /** Another name of the image of {@link #V1}. */
  static final String STABLE = "local/business:stable";

  private Business() {}

  /** Loads the images into the real node. */
  public static void load(Path folder) {
    DevCluster.loadBusiness(V1, "VERSION=v1", folder);
    DevCluster.loadBusiness(STABLE, "VERSION=v1", folder);
    DevCluster.loadBusiness(V2, "VERSION=v2", folder);
  }

  /** On the real node, at {@link #V1}, to be changed in place only, in two batches. */
  public static StatefulSetPlusBuilder real(StatefulSetPlusBuilder manifest) {
    return manifest
        .autoBatches("1", "100%")
        .spec(spec -> {
          UpdateStrategy strategy = new UpdateStrategy();
          strategy.setPodUpdatePolicy(PodUpdatePolicy.IN_PLACE_ONLY);
          spec.setUpdateStrategy(strategy);
        })
        .template(t ->
            InPlaceIT.cpu(t, "50m")
                .editSpec()
                .withNodeSelector(Map.of("type", "real"))
                .withTerminationGracePeriodSeconds(2L)
                .editFirstContainer()
                .withImage(V1)
                .withImagePullPolicy("Never")
                .addNewEnv()
                .withName("MODE")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("metadata.annotations['mode']")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/readyz")
                .withNewPort(8080)
                .endHttpGet()
                .withPeriodSeconds(1)
                .endReadinessProbe()
                .endContainer()
                .endSpec());
  }
}
