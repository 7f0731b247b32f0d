package platform.tkex.simulation.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.leader.LeaseStore;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** The lease as a simulated process reads and writes it. */
final class ModelLeaseStore implements LeaseStore {

  private static final String NAMESPACE = "tkex-system";
  private static final String NAME = "statefulsetplus";

  private final Link link;
  private final String user;

  ModelLeaseStore(Link link, String user) {
    this.link = link;
    this.user = user;
  }

  @Override
  public @Nullable LeaseRecord read() {
    JsonNode lease = ask(Request.get(Resource.LEASES.path(NAMESPACE, NAME), user));
    return lease == null ? null : record(lease);
  }

  @Override
  public @Nullable LeaseRecord write(LeaseRecord record) {
    boolean isNew = record.version() == null;
    JsonNode stored =
        ask(
            isNew
                ? Request.post(Resource.LEASES.path(NAMESPACE), lease(record), user)
                : Request.put(Resource.LEASES.path(NAMESPACE, NAME), lease(record), user));
    return stored == null ? null : record(stored);
  }

  /** Null when there is none, or another write came first. */
  private @Nullable JsonNode ask(Request request) {
    Link.Outcome outcome = link.send(request);
    if (outcome instanceof Link.Outcome.Answered answered) {
      if (answered.answer().succeeded()) {
        return answered.answer().body();
      }
      int code = answered.answer().code();
      if (code == 404 || code == 409) {
        return null;
      }
    }
    if (outcome instanceof Link.Outcome.Failed failed && failed.code() == 409) {
      return null;
    }
    throw new IllegalStateException("no answer about the lease: " + outcome);
  }

  private static ObjectNode lease(LeaseRecord record) {
    ObjectNode lease = JsonNodeFactory.instance.objectNode();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
    if (record.version() != null) {
      metadata.put("resourceVersion", record.version());
    }
    lease
        .putObject("spec")
        .put("holderIdentity", record.holder())
        .put("leaseDurationSeconds", record.durationSeconds())
        .put("acquireTime", record.acquired().toString())
        .put("renewTime", record.renewed().toString())
        .put("leaseTransitions", record.transitions());
    return lease;
  }

  private static LeaseRecord record(JsonNode lease) {
    JsonNode spec = lease.path("spec");
    return new LeaseRecord(
        spec.path("holderIdentity").asText(),
        spec.path("leaseDurationSeconds").asInt(),
        instant(spec.path("acquireTime")),
        instant(spec.path("renewTime")),
        spec.path("leaseTransitions").asInt(),
        lease.path("metadata").path("resourceVersion").asText());
  }

  private static Instant instant(JsonNode time) {
    return time.isTextual() ? Instant.parse(time.asText()) : Instant.EPOCH;
  }
}
