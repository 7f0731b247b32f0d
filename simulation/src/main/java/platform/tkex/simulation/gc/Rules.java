package platform.tkex.simulation.gc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.AdmissionHook;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Resource;

/**
 * Looks at each deletion when it is about to happen, with everything that the API server knows at
 * that moment. Written without a look at how the controller finds references.
 */
final class Rules implements AdmissionHook {
  /** After a person deleted versions by hand, which of them are the newest is a matter of time. */
  private static final Duration SETTLES = Duration.ofMinutes(5);

  private final ModelApiServer server;
  private final Supplier<Duration> now;
  private final int keep;
  private final List<String> broken = new ArrayList<>();
  private final Map<String, Duration> deletedByHand = new HashMap<>();

  /** UIDs of revisions whose makers were told that they may use what these name. */
  private final Set<String> claimed = new HashSet<>();

  private int deletions;

  Rules(ModelApiServer server, Supplier<Duration> now, int keep) {
    this.server = server;
    this.now = now;
    this.keep = keep;
  }

  void claimed(String revisionUid) {
    claimed.add(revisionUid);
  }

  void deletedByHand(String source) {
    deletedByHand.put(source, now.get());
  }

  List<String> broken() {
    return broken;
  }

  /** By the controller. */
  int deletions() {
    return deletions;
  }

  int claims() {
    return claimed.size();
  }

  @Override
  public Verdict review(Review review) {
    ObjectNode going = review.before();
    if (review.operation() == Operation.DELETE
        && review.user().startsWith(GcWorld.CONTROLLER)
        && going != null) {
      deletions++;
      check(review.resource(), going);
    }
    return new Verdict.Allowed();
  }

  private void check(Resource resource, ObjectNode going) {
    String name = text(going, "/metadata/name");
    if (resource == Resource.PODS) {
      if (going.at("/metadata/labels/platform.tkex~1preload-of").isMissingNode()) {
        broken.add("deletes pod " + name + ", which is none of its own");
      }
      return;
    }
    String source = text(going, "/metadata/labels/platform.tkex~1configmap-name");
    String slotsOf = text(going, "/metadata/labels/platform.tkex~1slots-of");
    if (source.isEmpty() && slotsOf.isEmpty()) {
      broken.add("deletes " + name + ", which is no version and no slot");
    }
    String user = user(name, source);
    if (user != null) {
      broken.add("deletes " + name + ", which " + user + " uses");
    }
    if (!source.isEmpty() && isSettled(source) && newest(source).contains(name)) {
      broken.add("deletes " + name + ", one of the newest of its source");
    }
  }

  private boolean isSettled(String source) {
    Duration last = deletedByHand.get(source);
    return last == null || now.get().minus(last).compareTo(SETTLES) > 0;
  }

  /** Who uses a ConfigMap at this moment. */
  @Nullable String user(String name, String source) {
    String hash = source.isEmpty() ? "" : name.substring(source.length() + 1);
    for (Resource resource : Resource.values()) {
      if (resource == Resource.CONFIGMAPS || resource == Resource.LEASES) {
        continue;
      }
      for (ObjectNode object : server.list(resource)) {
        String all = object.toString();
        boolean names =
            all.contains("\"" + name + "\"")
                || all.contains("config-version." + source + "\":\"" + hash + "\"")
                || all.contains("\"name\":\"" + source + "\",\"version\":\"" + hash + "\"");
        if (names && (resource != Resource.REVISIONS || counts(object))) {
          return resource.kind() + " " + text(object, "/metadata/name");
        }
      }
    }
    return null;
  }

  private boolean counts(ObjectNode revision) {
    return claimed.contains(text(revision, "/metadata/uid"));
  }

  /** Names of the newest versions of a source. */
  Set<String> newest(String source) {
    return server.list(Resource.CONFIGMAPS).stream()
        .filter(
            o -> text(o, "/metadata/labels/platform.tkex~1configmap-name").equals(source))
        .sorted(
            Comparator.comparing(Rules::since)
                .thenComparing(
                    o -> o.at("/metadata/labels/platform.tkex~1configmap-version").asInt())
                .reversed())
        .limit(keep)
        .map(o -> text(o, "/metadata/name"))
        .collect(Collectors.toSet());
  }

  private static Instant since(ObjectNode version) {
    Instant made = Instant.parse(text(version, "/metadata/creationTimestamp"));
    String chosen = text(version, "/metadata/annotations/platform.tkex~1chosen");
    Instant again = chosen.isEmpty() ? made : Instant.parse(chosen.split("/", 2)[0]);
    return again.isAfter(made) ? again : made;
  }

  static String text(JsonNode object, String pointer) {
    return object.at(pointer).asText();
  }
}
