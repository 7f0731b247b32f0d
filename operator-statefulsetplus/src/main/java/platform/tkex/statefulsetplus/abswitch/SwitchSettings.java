package platform.tkex.statefulsetplus.abswitch;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.AbSwitch;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;

/**
 * {@code updateStrategy.abSwitch} with the defaults of the schema.
 *
 * @param enabled the policy is ABSwitch now; pods in the middle of a switch finish it without
 * @param biz container that serves in a new pod
 * @param pause container that is idle in a new pod
 * @param pauseImage of an idle container; null for the one in the template
 * @param settle so long a new version waits unbroken before it may serve
 * @param standby so long the old one stays ready to take over
 */
public record SwitchSettings(
    boolean enabled,
    String biz,
    String pause,
    @Nullable String pauseImage,
    Duration settle,
    Duration standby) {

  /** What the spec says, or would say by its defaults. */
  public static SwitchSettings of(StatefulSetPlusSpec spec) {
    UpdateStrategy strategy =
        Objects.requireNonNullElseGet(spec.getUpdateStrategy(), UpdateStrategy::new);
    AbSwitch given = Objects.requireNonNullElseGet(strategy.getAbSwitch(), AbSwitch::new);
    return new SwitchSettings(
        strategy.getPodUpdatePolicy() == PodUpdatePolicy.AB_SWITCH,
        Objects.requireNonNullElse(given.getBizContainer(), "biz-container"),
        Objects.requireNonNullElse(given.getPauseContainer(), "biz-pause"),
        given.getPauseImage(),
        seconds(given.getSettleSeconds(), 1),
        seconds(given.getStandbySeconds(), 5));
  }

  private static Duration seconds(@Nullable Integer given, int otherwise) {
    return Duration.ofSeconds(Optional.ofNullable(given).orElse(otherwise));
  }
}
