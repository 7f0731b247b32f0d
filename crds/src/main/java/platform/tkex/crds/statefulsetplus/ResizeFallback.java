package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a pod whose resources cannot be changed while it lives. */
public enum ResizeFallback {
  @JsonProperty("Recreate")
  RECREATE,
  @JsonProperty("Fail")
  FAIL
}
