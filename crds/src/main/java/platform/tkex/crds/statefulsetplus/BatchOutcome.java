package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How one batch ended. */
public enum BatchOutcome {
  @JsonProperty("Pending")
  PENDING,
  @JsonProperty("Progressing")
  PROGRESSING,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Failed")
  FAILED,
  @JsonProperty("RolledBack")
  ROLLED_BACK
}
