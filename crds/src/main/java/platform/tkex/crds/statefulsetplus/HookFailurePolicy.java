package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a hook that failed means for its pod. */
public enum HookFailurePolicy {
  @JsonProperty("Fail")
  FAIL,
  @JsonProperty("Ignore")
  IGNORE
}
