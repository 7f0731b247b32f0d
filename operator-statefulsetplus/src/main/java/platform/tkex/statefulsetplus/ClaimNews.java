package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells workloads of claims that come, go, or change hands.
 *
 * <p>Most claims have no owner, so only the name says whose one may be: {@code
 * <template>-<workload>-<ordinal>}, where both names may hold dashes. Whoever it may be is told;
 * those who do not exist do not mind. A pod that waits for its old claim to vanish is made no later
 * than that.
 */
record ClaimNews(Consumer<WorkloadKey> changed)
    implements ResourceEventHandler<PersistentVolumeClaim> {
  private static final Pattern NUMBERED = Pattern.compile("(.+)-[0-9]+");

  @Override
  public void onAdd(PersistentVolumeClaim claim) {
    tell(claim.getMetadata());
  }

  @Override
  public void onUpdate(PersistentVolumeClaim before, PersistentVolumeClaim after) {
    ObjectMeta then = before.getMetadata();
    ObjectMeta now = after.getMetadata();
    if (!Objects.equals(then.getDeletionTimestamp(), now.getDeletionTimestamp())
        || !then.getOwnerReferences().equals(now.getOwnerReferences())) {
      tell(now);
    }
  }

  @Override
  public void onDelete(PersistentVolumeClaim claim, boolean unknown) {
    tell(claim.getMetadata());
  }

  private void tell(ObjectMeta claim) {
    Matcher numbered = NUMBERED.matcher(claim.getName());
    if (!numbered.matches()) {
      return;
    }
    String names = numbered.group(1);
    for (int dash = names.indexOf('-'); dash >= 0; dash = names.indexOf('-', dash + 1)) {
      changed.accept(new WorkloadKey(claim.getNamespace(), names.substring(dash + 1)));
    }
  }
}
