package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When pods are brought to a new revision. */
public enum UpdateStrategyType {
  @JsonProperty("RollingUpdate")
  ROLLING_UPDATE,
  @JsonProperty("OnDelete")
  ON_DELETE
}
