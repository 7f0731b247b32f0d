package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a pod is brought to a new revision. */
public enum PodUpdatePolicy {
  @JsonProperty("Recreate")
  RECREATE,
  @JsonProperty("InPlaceIfPossible")
  IN_PLACE_IF_POSSIBLE,
  @JsonProperty("InPlaceOnly")
  IN_PLACE_ONLY,
  @JsonProperty("ABSwitch")
  AB_SWITCH
}
