package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the release stands as a whole. */
public enum GeneralStatus {
  @JsonProperty("Progressing")
  PROGRESSING,
  @JsonProperty("WaitingInterval")
  WAITING_INTERVAL,
  @JsonProperty("WaitingForConfirmation")
  WAITING_FOR_CONFIRMATION,
  @JsonProperty("Paused")
  PAUSED,
  @JsonProperty("RollingBack")
  ROLLING_BACK,
  @JsonProperty("RolledBack")
  ROLLED_BACK,
  @JsonProperty("Failed")
  FAILED,
  @JsonProperty("Completed")
  COMPLETED
}
