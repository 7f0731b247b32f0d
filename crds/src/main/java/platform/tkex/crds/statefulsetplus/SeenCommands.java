package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.batchDeployStatus.seen}: an annotation acts when its value differs from this one.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class SeenCommands {
  @JsonPropertyDescription("Last seen value of platform.tkex/confirm-batch.")
  private @Nullable String confirmBatch;

  @JsonPropertyDescription("Last seen value of platform.tkex/rollback.")
  private @Nullable String rollback;

  @JsonPropertyDescription("Last seen value of platform.tkex/rollback-batch.")
  private @Nullable String rollbackBatch;

  @JsonPropertyDescription("Last seen value of platform.tkex/retry.")
  private @Nullable String retry;

  public @Nullable String getConfirmBatch() {
    return confirmBatch;
  }

  public void setConfirmBatch(@Nullable String confirmBatch) {
    this.confirmBatch = confirmBatch;
  }

  public @Nullable String getRollback() {
    return rollback;
  }

  public void setRollback(@Nullable String rollback) {
    this.rollback = rollback;
  }

  public @Nullable String getRollbackBatch() {
    return rollbackBatch;
  }

  public void setRollbackBatch(@Nullable String rollbackBatch) {
    this.rollbackBatch = rollbackBatch;
  }

  public @Nullable String getRetry() {
    return retry;
  }

  public void setRetry(@Nullable String retry) {
    this.retry = retry;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SeenCommands that
        && Objects.equals(confirmBatch, that.confirmBatch)
        && Objects.equals(rollback, that.rollback)
        && Objects.equals(rollbackBatch, that.rollbackBatch)
        && Objects.equals(retry, that.retry);
  }

  @Override
  public int hashCode() {
    return Objects.hash(confirmBatch, rollback, rollbackBatch, retry);
  }

  @Override
  public String toString() {
    return "SeenCommands{confirmBatch="
        + confirmBatch
        + ", rollback="
        + rollback
        + ", rollbackBatch="
        + rollbackBatch
        + ", retry="
        + retry
        + "}";
  }
}
