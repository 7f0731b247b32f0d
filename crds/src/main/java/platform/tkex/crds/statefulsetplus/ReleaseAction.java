package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Step of the release. */
public enum ReleaseAction {
  @JsonProperty("Next")
  NEXT,
  @JsonProperty("WaitToConfirm")
  WAIT_TO_CONFIRM,
  @JsonProperty("Completed")
  COMPLETED
}
