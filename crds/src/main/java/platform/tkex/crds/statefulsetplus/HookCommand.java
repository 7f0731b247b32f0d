package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.configMaps[].postUpdate.exec}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class HookCommand {
  @JsonPropertyDescription(
      "Program and arguments, run in the container without a shell. It may be run again after a"
          + " crash of the controller, so running it twice must do no harm.")
  @Required
  @Size(min = 1, max = 64)
  private @Nullable List<String> command;

  public @Nullable List<String> getCommand() {
    return command;
  }

  public void setCommand(@Nullable List<String> command) {
    this.command = command;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HookCommand that && Objects.equals(command, that.command);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(command);
  }
}
