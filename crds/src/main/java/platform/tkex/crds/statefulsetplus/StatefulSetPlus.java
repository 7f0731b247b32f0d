package platform.tkex.crds.statefulsetplus;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A StatefulSet that is released in batches. */
@Group("platform.tkex")
@Version("v1")
@Kind("StatefulSetPlus")
@Singular("statefulsetplus")
@Plural("statefulsetpluses")
@ShortNames("stsp")
public class StatefulSetPlus extends CustomResource<StatefulSetPlusSpec, StatefulSetPlusStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
