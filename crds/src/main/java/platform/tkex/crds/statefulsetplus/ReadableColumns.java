package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code status.columns}: texts for printing. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ReadableColumns {
  @JsonPropertyDescription("Ready pods of all that are wanted, as 3/5.")
  private @Nullable String ready;

  @JsonPropertyDescription("Pods at updateRevision of all that are wanted, as 3/5.")
  private @Nullable String updated;

  @JsonPropertyDescription("Current batch of all batches, as 2/5.")
  private @Nullable String batch;

  public @Nullable String getReady() {
    return ready;
  }

  public void setReady(@Nullable String ready) {
    this.ready = ready;
  }

  public @Nullable String getUpdated() {
    return updated;
  }

  public void setUpdated(@Nullable String updated) {
    this.updated = updated;
  }

  public @Nullable String getBatch() {
    return batch;
  }

  public void setBatch(@Nullable String batch) {
    this.batch = batch;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReadableColumns that
        && Objects.equals(ready, that.ready)
        && Objects.equals(updated, that.updated)
        && Objects.equals(batch, that.batch);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ready, updated, batch);
  }
}
