package platform.tkex.statefulsetplus.abswitch;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;

/** What a pod whose containers take turns has to carry before its first switch. */
public final class FreshSwitch {
  private FreshSwitch() {}

  /** Names the version that serves, to the containers and to later passes. */
  public static void mark(Pod pod, StatefulSetPlusSpec spec, String revision) {
    SwitchSettings settings = SwitchSettings.of(spec);
    SwitchedPod.fresh(pod, settings)
        .ifPresent(record ->
            pod.getMetadata()
                .getAnnotations()
                .putAll(
                    Map.of(
                        SwitchRecord.ANNOTATION,
                        record.text(),
                        SwitchRecord.WANTED_ANNOTATION,
                        revision,
                        SwitchRecord.VERSION_ANNOTATION + settings.biz(),
                        revision)));
  }
}
