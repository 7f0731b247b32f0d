package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a failed batch does. */
public enum RollbackScope {
  @JsonProperty("Batch")
  BATCH,
  @JsonProperty("All")
  ALL,
  @JsonProperty("None")
  NONE
}
