package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How the rollback stands. */
public enum RollbackStage {
  NONE(""),
  PROGRESSING("Progressing"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed");

  private final String wire;

  RollbackStage(String wire) {
    this.wire = wire;
  }

  /**
   * The constant for a value of status.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static RollbackStage of(String wire) {
    return Arrays.stream(values())
        .filter(stage -> stage.wire.equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no rollback stage: " + wire));
  }

  /** Jackson takes an empty {@code @JsonProperty} for "use the name", hence no annotation each. */
  @JsonValue
  public String wire() {
    return wire;
  }
}
