package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the rollback stands. */
public enum RollbackStage {
  @JsonProperty("")
  NONE,
  @JsonProperty("Progressing")
  PROGRESSING,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Failed")
  FAILED
}
