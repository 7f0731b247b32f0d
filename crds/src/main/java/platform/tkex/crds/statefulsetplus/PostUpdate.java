package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.configMaps[].postUpdate}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class PostUpdate {
  @JsonPropertyDescription("Container of the template in which the command runs.")
  @Required
  @Size(min = 1, max = 63)
  private @Nullable String container;

  @JsonPropertyDescription("The command.")
  @Required
  private @Nullable HookCommand exec;

  @JsonPropertyDescription(
      "Seconds that the wait for the new files and the command may take together.")
  @Default("60")
  @Min(1)
  @Max(3600)
  private @Nullable Integer timeoutSeconds;

  @JsonPropertyDescription(
      "Fail: the pod counts as failed. Ignore: it goes on. Either leaves a Warning with reason"
          + " PostUpdateFailed.")
  @Default("Fail")
  private @Nullable HookFailurePolicy failurePolicy;

  public @Nullable String getContainer() {
    return container;
  }

  public void setContainer(@Nullable String container) {
    this.container = container;
  }

  public @Nullable HookCommand getExec() {
    return exec;
  }

  public void setExec(@Nullable HookCommand exec) {
    this.exec = exec;
  }

  public @Nullable Integer getTimeoutSeconds() {
    return timeoutSeconds;
  }

  public void setTimeoutSeconds(@Nullable Integer timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds;
  }

  public @Nullable HookFailurePolicy getFailurePolicy() {
    return failurePolicy;
  }

  public void setFailurePolicy(@Nullable HookFailurePolicy failurePolicy) {
    this.failurePolicy = failurePolicy;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PostUpdate that
        && Objects.equals(container, that.container)
        && Objects.equals(exec, that.exec)
        && Objects.equals(timeoutSeconds, that.timeoutSeconds)
        && Objects.equals(failurePolicy, that.failurePolicy);
  }

  @Override
  public int hashCode() {
    return Objects.hash(container, exec, timeoutSeconds, failurePolicy);
  }
}
