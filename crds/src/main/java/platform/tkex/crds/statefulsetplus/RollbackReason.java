package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What set a rollback off. */
public enum RollbackReason {
  @JsonProperty("Batch")
  BATCH,
  @JsonProperty("All")
  ALL,
  @JsonProperty("Annotation")
  ANNOTATION,
  @JsonProperty("AnnotationBatch")
  ANNOTATION_BATCH,
  @JsonProperty("Template")
  TEMPLATE
}
