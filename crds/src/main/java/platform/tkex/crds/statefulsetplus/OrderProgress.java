package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the current batch stands. */
public enum OrderProgress {
  @JsonProperty("Progressing")
  PROGRESSING,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Failed")
  FAILED
}
