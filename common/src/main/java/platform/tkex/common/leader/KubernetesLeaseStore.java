package platform.tkex.common.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A coordination.k8s.io/v1 Lease, in the form in which kubectl and other components read it. */
public final class KubernetesLeaseStore implements LeaseStore {

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  /**
   * @param client with a short time-out and no retries of its own ({@code ClientFactory.leases})
   */
  public KubernetesLeaseStore(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  @Override
  public @Nullable LeaseRecord read() {
    Lease lease = client.leases().inNamespace(namespace).withName(name).get();
    return lease == null ? null : record(lease);
  }

  @Override
  public @Nullable LeaseRecord write(LeaseRecord record) {
    Lease lease = lease(record);
    try {
      return record(
          record.version() == null
              ? client.resource(lease).create()
              : client.resource(lease).update());
    } catch (KubernetesClientException e) {
      // 404: deleted since it was read; the next try creates it
      if (e.getCode() == 409 || e.getCode() == 404) {
        return null;
      }
      throw e;
    }
  }

  private Lease lease(LeaseRecord record) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withResourceVersion(record.version())
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(record.holder())
        .withLeaseDurationSeconds(record.durationSeconds())
        .withAcquireTime(record.acquired().atZone(ZoneOffset.UTC))
        .withRenewTime(record.renewed().atZone(ZoneOffset.UTC))
        .withLeaseTransitions(record.transitions())
        .endSpec()
        .build();
  }

  private static LeaseRecord record(Lease lease) {
    LeaseSpec spec = lease.getSpec() == null ? new LeaseSpec() : lease.getSpec();
    return new LeaseRecord(
        Objects.requireNonNullElse(spec.getHolderIdentity(), ""),
        Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 0),
        instant(spec.getAcquireTime()),
        instant(spec.getRenewTime()),
        Objects.requireNonNullElse(spec.getLeaseTransitions(), 0),
        lease.getMetadata().getResourceVersion());
  }

  private static Instant instant(@Nullable ZonedDateTime time) {
    return time == null ? Instant.EPOCH : time.toInstant();
  }
}
