package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Order of the pods within one batch. */
public enum PodsUpdateMode {
  @JsonProperty("Parallel")
  PARALLEL,
  @JsonProperty("Serial")
  SERIAL
}
