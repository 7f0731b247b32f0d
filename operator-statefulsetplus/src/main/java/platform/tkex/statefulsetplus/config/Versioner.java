package platform.tkex.statefulsetplus.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.events.EventType;
import platform.tkex.common.queue.WorkQueue;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.statefulsetplus.events.Reason;

/**
 * Makes the versions: for each content of a source one immutable ConfigMap, named after source and
 * content, so that equal contents are one version and nothing is ever made twice.
 *
 * <p>Nothing is kept in memory but contents that were seen and not yet written, and which versions
 * were found to hold what their names say.
 */
public final class Versioner implements WorkQueue.Work<SourceKey> {
  /** After something that may be over at once. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** What is in the way (a full quota, another object of the name) makes no event when it goes. */
  private static final Duration LATER = Duration.ofSeconds(30);

  /** Of one source; what is beyond it was overwritten that often since. */
  private static final int MOST_PENDING = 20;

  private final ConfigVersions versions;
  private final VersionStore store;
  private final EventRecorder events;

  /** Contents that came one after the other; a cache would show the last one only. */
  private final Map<SourceKey, Deque<ConfigMap>> pending = new ConcurrentHashMap<>();

  /** UIDs of versions that hold what their names say; an immutable object is asked once. */
  private final Set<String> checked = ConcurrentHashMap.newKeySet();

  /** The last number that was given, which the caches may not show yet. */
  private final Map<SourceKey, Long> counters = new ConcurrentHashMap<>();

  private enum Outcome {
    KEPT,
    SOON,
    LATER
  }

  /**
   * Makes nothing by itself.
   *
   * @param versions those that are there
   */
  public Versioner(ConfigVersions versions, VersionStore store, EventRecorder events) {
    this.versions = versions;
    this.store = store;
    this.events = events;
  }

  /** Another content was seen; a pass over the source must follow. */
  public void changed(SourceKey key, ConfigMap whole) {
    Deque<ConfigMap> contents = pending.computeIfAbsent(key, _ -> new ArrayDeque<>());
    synchronized (contents) {
      contents.addLast(whole);
      if (contents.size() > MOST_PENDING) {
        contents.removeFirst();
      }
    }
  }

  /** The source is gone. */
  public void forget(SourceKey key) {
    pending.remove(key);
    counters.remove(key);
  }

  /** A version is gone. */
  public void gone(String uid) {
    checked.remove(uid);
  }

  @Override
  public Optional<Duration> pass(SourceKey key) {
    for (ConfigMap next = first(key); next != null; next = first(key)) {
      if (keep(key, next) == Outcome.SOON) {
        return Optional.of(SOON);
      }
      drop(key, next);
    }
    ConfigVersions.Source source = versions.source(key);
    if (source == null || isKept(key, source.hash())) {
      return Optional.empty();
    }
    ConfigMap live = store.get(key.namespace(), key.name());
    if (live == null || !"true".equals(labels(live).get(ConfigMapLabels.VERSIONED))) {
      return Optional.empty();
    }
    return switch (keep(key, live)) {
      // the cache will show it; if it does not, somebody was quicker to delete it
      case KEPT -> isKept(key, source.hash()) ? Optional.empty() : Optional.of(SOON);
      case SOON -> Optional.of(SOON);
      case LATER -> Optional.of(LATER);
    };
  }

  private @Nullable ConfigMap first(SourceKey key) {
    Deque<ConfigMap> contents = pending.get(key);
    if (contents == null) {
      return null;
    }
    synchronized (contents) {
      return contents.peekFirst();
    }
  }

  private void drop(SourceKey key, ConfigMap content) {
    Deque<ConfigMap> contents = pending.get(key);
    if (contents != null) {
      synchronized (contents) {
        contents.remove(content);
      }
    }
  }

  private boolean isKept(SourceKey key, String hash) {
    ConfigVersions.Version version = versions.version(key, hash);
    return version != null && checked.contains(version.uid());
  }

  private Outcome keep(SourceKey key, ConfigMap content) {
    String hash = ContentHash.of(content);
    if (isKept(key, hash)) {
      return Outcome.KEPT;
    }
    Optional<String> flaw = VersionNames.flaw(key);
    if (flaw.isPresent()) {
      return refuse(content, flaw.get());
    }
    return versions.version(key, hash) == null
        ? create(key, content, hash)
        : inspect(key, content, hash);
  }

  private Outcome create(SourceKey key, ConfigMap content, String hash) {
    String label = label(key, content);
    ConfigMap version =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(key.namespace())
            .withName(key.version(hash))
            .withLabels(labels(key, label))
            .endMetadata()
            .withImmutable(true)
            .withData(content.getData())
            .withBinaryData(content.getBinaryData())
            .build();
    return switch (store.create(version)) {
      case WriteResult.Done done -> {
        if (done.uid() != null) {
          checked.add(done.uid());
        }
        VersionNames.number(label).ifPresent(number -> counters.merge(key, number, Math::max));
        tell(
            content,
            EventType.NORMAL,
            Reason.CONFIG_VERSION_CREATED,
            "Made version " + label + " of it: ConfigMap " + key.version(hash));
        yield Outcome.KEPT;
      }
      case WriteResult.Refused refused when refused.code() == HttpURLConnection.HTTP_CONFLICT ->
          inspect(key, content, hash);
      case WriteResult.Refused refused ->
          refuse(content, "ConfigMap " + key.version(hash) + ": " + refused.message());
      case WriteResult.Unknown unknown -> Outcome.SOON;
      case WriteResult.NotSent notSent -> Outcome.SOON;
    };
  }

  /** The name is there: it holds the very content, or it is somebody else's. */
  private Outcome inspect(SourceKey key, ConfigMap content, String hash) {
    ConfigMap holder = store.get(key.namespace(), key.version(hash));
    if (holder == null || holder.getMetadata().getDeletionTimestamp() != null) {
      return Outcome.SOON;
    }
    Optional<String> flaw = VersionNames.flaw(holder, hash);
    if (flaw.isPresent()) {
      return refuse(content, flaw.get());
    }
    if (!key.name().equals(labels(holder).get(ConfigMapLabels.NAME))
        && !store.label(holder, labels(key, label(key, content))).done()) {
      return Outcome.SOON;
    }
    checked.add(holder.getMetadata().getUid());
    return Outcome.KEPT;
  }

  private static Map<String, String> labels(SourceKey key, String label) {
    return Map.of(ConfigMapLabels.NAME, key.name(), ConfigMapLabels.VERSION, label);
  }

  /** What the user calls it, else the next number. */
  private String label(SourceKey key, ConfigMap content) {
    String given = labels(content).getOrDefault(ConfigMapLabels.VERSION, "");
    if (!given.isEmpty()) {
      return given;
    }
    long highest =
        versions.versions(key).stream()
            .flatMap(version -> VersionNames.number(version.label()).stream())
            .max(Long::compare)
            .orElse(0L);
    return Long.toString(Math.max(highest, counters.getOrDefault(key, 0L)) + 1);
  }

  private Outcome refuse(ConfigMap source, String why) {
    tell(source, EventType.WARNING, Reason.CONFIG_VERSION_REFUSED, why);
    return Outcome.LATER;
  }

  private void tell(ConfigMap source, EventType type, Reason reason, String text) {
    events.record(source, type, reason, reason.reason(), text);
  }

  private static Map<String, String> labels(ConfigMap object) {
    return Objects.requireNonNullElse(object.getMetadata().getLabels(), new HashMap<>());
  }
}
