package platform.tkex.gc.observe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import platform.tkex.common.read.ApiReader;
import platform.tkex.common.read.ItemReader;
import platform.tkex.common.read.Listing;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.gc.model.Kind;
import platform.tkex.gc.model.Leftover.Preload;
import platform.tkex.gc.model.Leftover.Slot;
import platform.tkex.gc.model.Referrer;
import platform.tkex.gc.model.Snapshot;
import platform.tkex.gc.model.Source;
import platform.tkex.gc.model.Version;
import platform.tkex.gc.plan.Candidates;

/** What the API server itself says, where a cache is not to be trusted. */
public final class LiveView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiReader reader;
  private final Clock clock;
  private final int keep;

  /**
   * @param keep versions of a source that does not say otherwise
   */
  public LiveView(ApiReader reader, Clock clock, int keep) {
    this.reader = reader;
    this.clock = clock;
    this.keep = keep;
  }

  /**
   * Versions of the candidates' sources, and leftovers of the candidates' kinds, as they are now.
   *
   * <p>Resource versions are read here, before anybody is asked who refers to them: whoever wants a
   * version meanwhile changes it, and the deletion of what was read here is refused.
   */
  public Snapshot snapshot(String namespace, Candidates candidates) {
    Instant now = clock.instant();
    String configMaps = "/api/v1/namespaces/" + namespace + "/configmaps";
    List<Version> versions =
        candidates.versions().isEmpty()
            ? List.of()
            : reader.list(
                Listing.metadata(configMaps).labelled(labelsOf(candidates.sources())),
                parser -> Version.of(meta(parser)).orElse(null));
    Map<String, Source> sources = new HashMap<>();
    for (String name : candidates.sources()) {
      ItemReader<Source> source = parser -> Source.of(meta(parser), keep);
      reader
          .list(Listing.metadata(configMaps).named(name), source)
          .forEach(found -> sources.put(found.name(), found));
    }
    List<Slot> slots =
        candidates.slots().isEmpty()
            ? List.of()
            : reader.list(
                Listing.metadata(configMaps).labelled(GcMarks.SLOTS_OF),
                parser -> Slot.of(meta(parser)));
    List<Preload> preloads =
        candidates.preloads().isEmpty()
            ? List.of()
            : reader.list(
                Listing.whole(Kind.POD.path(namespace)).labelled(GcMarks.PRELOAD_OF),
                parser -> preload(parser, now));
    // after what they own: a workload is there before it, and so is not missed
    Map<String, String> workloads =
        slots.isEmpty() && preloads.isEmpty() ? Map.of() : workloads(namespace);
    return new Snapshot(now, versions, sources, slots, preloads, workloads, Set.of());
  }

  private static String labelsOf(Collection<String> sources) {
    return ConfigMapLabels.VERSION
        + ","
        + ConfigMapLabels.NAME
        + " in ("
        + String.join(",", new TreeSet<>(sources))
        + ")";
  }

  private Map<String, String> workloads(String namespace) {
    Map<String, String> uids = new HashMap<>();
    reader.list(
        Listing.metadata(Kind.STATEFUL_SET_PLUS.path(namespace)),
        parser -> {
          ObjectMeta meta = meta(parser);
          return uids.put(meta.getName(), meta.getUid());
        });
    return uids;
  }

  /**
   * Of those that were seen to name ConfigMaps, what they name now: most of what is in use stays in
   * use by the same object, and so costs one small request and no lists.
   *
   * @param remembered by the name of a ConfigMap, the one that named it
   */
  public Map<String, Referrer> stillNamed(String namespace, Map<String, Referrer> remembered) {
    Map<Referrer, Set<String>> byReferrer = new HashMap<>();
    remembered.forEach(
        (name, referrer) -> byReferrer.computeIfAbsent(referrer, _ -> new HashSet<>()).add(name));
    Map<String, Referrer> named = new HashMap<>();
    byReferrer.forEach((referrer, names) ->
        reader
            .list(
                Listing.whole(referrer.kind().path(namespace)).named(referrer.name()),
                new MentionReader(names))
            .forEach(mention -> mention.names().forEach(name -> named.put(name, referrer))));
    return named;
  }

  /**
   * Who names these ConfigMaps, one for each that is named at all.
   *
   * @throws RuntimeException when not everybody could be asked
   */
  public Map<String, Referrer> references(String namespace, Set<String> names) {
    Set<String> open = new HashSet<>(names);
    Map<String, Referrer> found = new HashMap<>();
    for (Kind kind : Kind.values()) {
      if (open.isEmpty()) {
        break;
      }
      reader
          .list(Listing.whole(kind.path(namespace)), new MentionReader(Set.copyOf(open)))
          .forEach(mention ->
              mention
                  .names()
                  .forEach(name -> found.putIfAbsent(name, new Referrer(kind, mention.object()))));
      open.removeAll(found.keySet());
    }
    return found;
  }

  private static ObjectMeta meta(JsonParser parser) throws IOException {
    ObjectNode object = JSON.readTree(parser);
    return meta(object);
  }

  private static ObjectMeta meta(JsonNode object) throws IOException {
    ObjectNode metadata = object.withObject("/metadata");
    metadata.remove("managedFields");
    return JSON.treeToValue(metadata, ObjectMeta.class);
  }

  private static Preload preload(JsonParser parser, Instant now) throws IOException {
    ObjectNode pod = JSON.readTree(parser);
    return Preload.of(meta(pod), PreloadEnd.isEnded(pod, now));
  }
}
