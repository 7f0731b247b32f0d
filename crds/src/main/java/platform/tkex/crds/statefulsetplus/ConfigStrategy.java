package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the pods of a workload are brought to another version of a ConfigMap. */
public enum ConfigStrategy {
  @JsonProperty("Auto")
  AUTO,
  @JsonProperty("VolumePatch")
  VOLUME_PATCH,
  @JsonProperty("Slots")
  SLOTS,
  @JsonProperty("Recreate")
  RECREATE
}
