package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How pods are created and scaled. */
public enum PodManagementPolicy {
  @JsonProperty("OrderedReady")
  ORDERED_READY,
  @JsonProperty("Parallel")
  PARALLEL
}
