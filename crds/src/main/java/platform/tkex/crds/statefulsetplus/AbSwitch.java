package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.updateStrategy.abSwitch}. */
@ValidationRule(
    value =
        "self.bizContainer != self.pauseContainer && self.bizContainer != self.sidecarContainer"
            + " && self.pauseContainer != self.sidecarContainer",
    message = "bizContainer, pauseContainer and sidecarContainer must be three containers",
    messageExpression =
        "'bizContainer, pauseContainer and sidecarContainer must be three containers; given "
            + "%s, %s, %s'.format([self.bizContainer, self.pauseContainer, "
            + "self.sidecarContainer])")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AbSwitch {
  private static final String DNS_LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  @JsonPropertyDescription("The container that serves in a new pod.")
  @Default("biz-container")
  @Pattern(DNS_LABEL)
  @Size(max = 63)
  private @Nullable String bizContainer;

  @JsonPropertyDescription("The container that is idle in a new pod.")
  @Default("biz-pause")
  @Pattern(DNS_LABEL)
  @Size(max = 63)
  private @Nullable String pauseContainer;

  @JsonPropertyDescription(
      "The container that is ready only while the wanted version serves; it is never switched.")
  @Default("biz-sidecar")
  @Pattern(DNS_LABEL)
  @Size(max = 63)
  private @Nullable String sidecarContainer;

  @JsonPropertyDescription(
      "Image of the idle container after a switch. Absent: the one that pauseContainer has in the"
          + " template.")
  @Size(min = 1)
  private @Nullable String pauseImage;

  @JsonPropertyDescription(
      "So long the new version must have waited, unbroken, before the serving one steps aside.")
  @Default("1")
  @Min(0)
  @Max(3600)
  private @Nullable Integer settleSeconds;

  @JsonPropertyDescription(
      "So long the old version stays as hot standby after the switch; 0: it goes at once.")
  @Default("5")
  @Min(0)
  @Max(3600)
  private @Nullable Integer standbySeconds;

  public @Nullable String getBizContainer() {
    return bizContainer;
  }

  public void setBizContainer(@Nullable String bizContainer) {
    this.bizContainer = bizContainer;
  }

  public @Nullable String getPauseContainer() {
    return pauseContainer;
  }

  public void setPauseContainer(@Nullable String pauseContainer) {
    this.pauseContainer = pauseContainer;
  }

  public @Nullable String getSidecarContainer() {
    return sidecarContainer;
  }

  public void setSidecarContainer(@Nullable String sidecarContainer) {
    this.sidecarContainer = sidecarContainer;
  }

  public @Nullable String getPauseImage() {
    return pauseImage;
  }

  public void setPauseImage(@Nullable String pauseImage) {
    this.pauseImage = pauseImage;
  }

  public @Nullable Integer getSettleSeconds() {
    return settleSeconds;
  }

  public void setSettleSeconds(@Nullable Integer settleSeconds) {
    this.settleSeconds = settleSeconds;
  }

  public @Nullable Integer getStandbySeconds() {
    return standbySeconds;
  }

  public void setStandbySeconds(@Nullable Integer standbySeconds) {
    this.standbySeconds = standbySeconds;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AbSwitch that
        && Objects.equals(bizContainer, that.bizContainer)
        && Objects.equals(pauseContainer, that.pauseContainer)
        && Objects.equals(sidecarContainer, that.sidecarContainer)
        && Objects.equals(pauseImage, that.pauseImage)
        && Objects.equals(settleSeconds, that.settleSeconds)
        && Objects.equals(standbySeconds, that.standbySeconds);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        bizContainer, pauseContainer, sidecarContainer, pauseImage, settleSeconds, standbySeconds);
  }
}
