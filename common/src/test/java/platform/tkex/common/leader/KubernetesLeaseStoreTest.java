package platform.tkex.common.leader;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.leader.LeaseStore.LeaseRecord;
import platform.tkex.common.time.ManualTime;

@EnableKubernetesMockClient(https = false)
@SuppressWarnings("NullAway.Init")
class KubernetesLeaseStoreTest {

  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/tkex-system/leases";
  private static final String LEASE = LEASES + "/statefulsetplus";
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456Z");

  private KubernetesMockServer server;
  private KubernetesClient client;
  private KubernetesLeaseStore store;

  @BeforeEach
  void sendOnce() {
    Config once =
        new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build();
    client = new KubernetesClientBuilder().withConfig(once).build();
    store = new KubernetesLeaseStore(client, "tkex-system", "statefulsetplus");
  }

  @Test
  void aNewLeaseIsCreatedAndReadBack() throws InterruptedException {
    server.expect().post().withPath(LEASES).andReturn(201, lease("a", "7")).once();
    LeaseRecord claim = new LeaseRecord("a", 15, AT, AT, 0, null);

    assertThat(store.write(claim)).isEqualTo(new LeaseRecord("a", 15, AT, AT, 0, "7"));

    Lease sent = Serialization.unmarshal(server.takeRequest().getBody().readUtf8(), Lease.class);
    assertThat(sent.getMetadata().getResourceVersion()).isNull();
    assertThat(sent.getSpec().getHolderIdentity()).isEqualTo("a");
    assertThat(sent.getSpec().getRenewTime().toInstant()).isEqualTo(AT);
  }

  @Test
  void aRenewalCarriesTheVersionThatWasRead() throws InterruptedException {
    server.expect().get().withPath(LEASE).andReturn(200, lease("a", "7")).once();
    server.expect().put().withPath(LEASE).andReturn(200, lease("a", "8")).once();

    LeaseRecord stored = store.write(requireNonNull(store.read()));

    assertThat(requireNonNull(stored).version()).isEqualTo("8");
    server.takeRequest();
    String sent = server.takeRequest().getBody().readUtf8();
    assertThat(Serialization.unmarshal(sent, Lease.class).getMetadata().getResourceVersion())
        .isEqualTo("7");
    assertThat(server.getRequestCount()).as("one read, one write").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409})
  void anotherWriteCameFirst(int code) {
    refuse(code);

    assertThat(store.write(new LeaseRecord("a", 15, AT, AT, 0, "7"))).isNull();
    assertThat(store.write(new LeaseRecord("a", 15, AT, AT, 0, null))).isNull();
    assertThat(server.getRequestCount()).as("sent once each").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void noAnswerAboutTheLeaseIsNoLease(int code) {
    refuse(code);

    assertThatThrownBy(() -> store.write(new LeaseRecord("a", 15, AT, AT, 0, "7")))
        .isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(store::read).isInstanceOf(KubernetesClientException.class);
    assertThat(server.getRequestCount()).as("sent once each").isEqualTo(2);
  }

  @Test
  void aLeaseThatIsNotThere() {
    assertThat(store.read()).isNull();
  }

  /** As another component, or kubectl, may leave it. */
  @Test
  void anEmptyLeaseIsHeldByNobody() {
    Lease empty = new LeaseBuilder(lease("a", "7")).withSpec(null).build();
    server.expect().get().withPath(LEASE).andReturn(200, empty).once();

    assertThat(store.read())
        .isEqualTo(new LeaseRecord("", 0, Instant.EPOCH, Instant.EPOCH, 0, "7"));
  }

  /** A write whose outcome is not known must not open the fence. */
  @Test
  void aCandidateWithoutAnAnswerDoesNotLead() {
    ManualTime time = new ManualTime();
    LeaseCandidate candidate = new LeaseCandidate(store, "a", LeaseTimes.DEFAULT, time, time);
    refuse(500);
    assertThatThrownBy(candidate::step).isInstanceOf(KubernetesClientException.class);
    assertThat(candidate.held()).isFalse();
    server.reset();
    server.expect().post().withPath(LEASES).andReturn(201, lease("a", "7")).once();

    assertThat(candidate.step()).isTrue();
    assertThat(candidate.held()).isTrue();
  }

  private void refuse(int code) {
    var status = new StatusBuilder().withCode(code).withMessage("because").build();
    server.expect().get().withPath(LEASE).andReturn(code, status).always();
    server.expect().post().withPath(LEASES).andReturn(code, status).always();
    server.expect().put().withPath(LEASE).andReturn(code, status).always();
  }

  private static Lease lease(String holder, String version) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace("tkex-system")
        .withName("statefulsetplus")
        .withResourceVersion(version)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds(15)
        .withAcquireTime(AT.atZone(ZoneOffset.UTC))
        .withRenewTime(AT.atZone(ZoneOffset.UTC))
        .withLeaseTransitions(0)
        .endSpec()
        .build();
  }
}
