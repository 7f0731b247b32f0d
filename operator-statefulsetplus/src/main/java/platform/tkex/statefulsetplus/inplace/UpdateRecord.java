package platform.tkex.statefulsetplus.inplace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a pod ran when it was last changed in place: without it nobody could tell the container of
 * the change from the one before. It is written by the patch itself, as an annotation of the pod.
 *
 * @param generation the pod's after the patch; the kubelet must have seen it
 * @param was by container, what the patch has made obsolete
 * @param resized the patch came with a resize
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record UpdateRecord(long generation, Map<String, Was> was, boolean resized) {

  /** Annotation of the pod that carries it. */
  public static final String ANNOTATION = "platform.tkex/in-place-update";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A container before its change.
   *
   * @param image by which the container was started; empty when that is not known
   * @param imageId as the runtime reported it
   * @param id of the container; empty when it had not been started
   * @param restart another container is wanted even of the same image
   * @param unsettled an earlier change had not taken effect, so that its container may still come
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Was(String image, String imageId, String id, boolean restart, boolean unsettled) {
    public Was {
      image = Objects.requireNonNullElse(image, "");
      imageId = Objects.requireNonNullElse(imageId, "");
      id = Objects.requireNonNullElse(id, "");
    }
  }

  public UpdateRecord {
    was = was == null ? Map.of() : Map.copyOf(was);
  }

  /** Nothing is known to have been changed. */
  static final UpdateRecord NONE = new UpdateRecord(0, Map.of(), false);

  /** The record of a pod; {@link #NONE} without one, or when somebody has spoilt it. */
  public static UpdateRecord of(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ANNOTATION))
        .map(UpdateRecord::parse)
        .orElse(NONE);
  }

  private static UpdateRecord parse(String text) {
    try {
      return MAPPER.readValue(text, UpdateRecord.class);
    } catch (JsonProcessingException e) {
      return NONE;
    }
  }

  /** Names of the containers that it tells of. */
  Set<String> containers() {
    return was.keySet();
  }

  String text() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers", e);
    }
  }
}
