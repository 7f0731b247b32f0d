package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.abswitch.FreshSwitch;
import platform.tkex.statefulsetplus.revision.PodFactory;

/** The pods that are created: those of apps/v1, and what their update policy needs from birth. */
final class NewPods {
  private NewPods() {}

  static Pod pod(StatefulSetPlus owner, PodTemplateSpec template, String revision, int ordinal) {
    Pod pod = PodFactory.pod(owner, template, revision, ordinal);
    FreshSwitch.mark(pod, owner.getSpec(), revision);
    return pod;
  }
}
