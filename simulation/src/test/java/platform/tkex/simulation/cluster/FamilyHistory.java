package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.CustomResourceSchema;
import platform.tkex.simulation.api.ManualClock;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/**
 * An owner and what it owns, some of it with finalizers or with a second owner; then deletions.
 * After each request the model's controllers run until they have nothing to do.
 */
final class FamilyHistory {

  private static final String USER = "test";
  private static final String HOLD = "x.example/hold";

  private final Random random;
  private final String namespace;
  private final String prefix;
  private final ModelApiServer server;
  private final List<Actor> controllers;
  private int uids;

  FamilyHistory(long seed, String namespace) {
    this.random = new Random(seed);
    this.namespace = namespace;
    this.prefix = "f" + seed + "-";
    this.server =
        new ModelApiServer(
            new ManualClock(),
            () -> "%08x-0000-4000-8000-%012x".formatted(seed, ++uids),
            CustomResourceSchema.ofRepository());
    server.handle(
        Request.post(
            "/api/v1/namespaces", Town.json("{metadata: {name: '" + namespace + "'}}"), USER));
    this.controllers =
        List.of(new GarbageCollector(server, server), new ClaimProtection(server, server));
  }

  ModelApiServer server() {
    return server;
  }

  /** An object that the history may be about. */
  record Member(Resource resource, String name) {}

  /** Everything it is about, owners first. */
  List<Member> members() {
    return List.of(
        new Member(Resource.STATEFULSETPLUSES, prefix + "w0"),
        new Member(Resource.STATEFULSETPLUSES, prefix + "w1"),
        new Member(Resource.REVISIONS, prefix + "r"),
        new Member(Resource.CLAIMS, prefix + "c"),
        new Member(Resource.PODS, prefix + "p0"),
        new Member(Resource.PODS, prefix + "p1"));
  }

  @Nullable ObjectNode get(Member member) {
    return server.get(member.resource(), namespace, member.name());
  }

  /** The births: owners, then what they own. */
  List<Request> births() {
    List<Request> requests = new ArrayList<>();
    for (Member member : members()) {
      requests.add(birth(member));
      server.handle(requests.getLast());
    }
    settle();
    return requests;
  }

  private Request birth(Member member) {
    ObjectNode object = body(member.resource());
    ObjectNode metadata = object.putObject("metadata").put("name", member.name());
    ArrayNode owners = Metas.object().arrayNode();
    if (member.resource() != Resource.STATEFULSETPLUSES) {
      owner(owners, members().get(0), true);
      if (random.nextInt(4) == 0) {
        owner(owners, members().get(1), false);
      }
      metadata.set("ownerReferences", owners);
    }
    if (random.nextInt(3) == 0) {
      metadata.putArray("finalizers").add(HOLD);
    }
    return Request.post(member.resource().path(namespace), object, USER);
  }

  private void owner(ArrayNode owners, Member member, boolean controller) {
    ObjectNode owner = Objects.requireNonNull(get(member));
    owners
        .addObject()
        .put("apiVersion", member.resource().apiVersion())
        .put("kind", member.resource().kind())
        .put("name", member.name())
        .put("uid", Metas.uid(owner))
        .put("controller", controller)
        .put("blockOwnerDeletion", random.nextInt(3) > 0);
  }

  private static ObjectNode body(Resource resource) {
    String text =
        switch (resource) {
          case PODS ->
              "{spec: {schedulerName: 'nobody', automountServiceAccountToken: false,"
                  + " containers: [{name: 'main', image: 'app:1'}]}}";
          case REVISIONS -> "{revision: 1, data: {a: 1}}";
          case CLAIMS ->
              "{spec: {storageClassName: 'none', accessModes: ['ReadWriteOnce'],"
                  + " resources: {requests: {storage: '1Gi'}}}}";
          default ->
              "{spec: {replicas: 1, serviceName: 'w', selector: {matchLabels: {a: 'b'}},"
                  + " template: {metadata: {labels: {a: 'b'}},"
                  + " spec: {containers: [{name: 'main', image: 'app:1'}]}}}}";
        };
    ObjectNode body = (ObjectNode) Town.json(text);
    return body.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
  }

  /** One deletion or release, chosen by what is there; null when nothing is left to do. */
  @Nullable Request next() {
    List<Member> there = members().stream().filter(member -> get(member) != null).toList();
    if (there.isEmpty()) {
      return null;
    }
    Member member = there.get(random.nextInt(there.size()));
    ObjectNode object = Objects.requireNonNull(get(member));
    Request request =
        Metas.hasFinalizer(object, HOLD) && random.nextBoolean()
            ? release(member, object)
            : delete(member, object);
    server.handle(request);
    settle();
    return request;
  }

  private Request release(Member member, ObjectNode object) {
    ObjectNode patch = Metas.withoutFinalizer(object, HOLD);
    patch.withObject("/metadata").remove("resourceVersion");
    return Request.mergePatch(member.resource().path(namespace, member.name()), patch, USER);
  }

  private Request delete(Member member, ObjectNode object) {
    ObjectNode options = Metas.deleteOptions(object);
    String[] policies = {"Background", "Foreground", "Orphan", ""};
    String policy = policies[random.nextInt(policies.length)];
    if (!policy.isEmpty()) {
      options.put("propagationPolicy", policy);
    }
    return Request.delete(member.resource().path(namespace, member.name()), options, USER);
  }

  private void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Actor actor : controllers) {
        actor.views().forEach(View::catchUp);
        moved |= actor.step();
      }
    }
  }
}
