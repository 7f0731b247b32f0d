package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether pods return together or in the sizes of the plan. */
public enum RollbackMode {
  @JsonProperty("AllAtOnce")
  ALL_AT_ONCE,
  @JsonProperty("InBatches")
  IN_BATCHES
}
