package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a pod is brought to a new revision; only by recreation in this release. */
public enum PodUpdatePolicy {
  @JsonProperty("Recreate")
  RECREATE
}
