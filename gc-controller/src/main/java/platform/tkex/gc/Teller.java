package platform.tkex.gc;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.events.EventType;
import platform.tkex.common.write.WriteResult;
import platform.tkex.gc.act.Deletions.Outcome;
import platform.tkex.gc.events.Reason;
import platform.tkex.gc.model.Snapshot;
import platform.tkex.gc.model.Source;
import platform.tkex.gc.model.Version;
import platform.tkex.gc.plan.Action;

/**
 * Tells people on the source what became of its versions. A source that is gone has nobody to tell:
 * then only the log does.
 */
final class Teller {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
  private static final int MOST_NAMES = 8;

  private final EventRecorder events;

  /** What was told last about a state that lasts, by UID and reason: once is enough. */
  private final Map<String, String> lasting = new ConcurrentHashMap<>();

  Teller(EventRecorder events) {
    this.events = events;
  }

  /** Names annotations that do not count. */
  void flaws(String namespace, Collection<Source> sources) {
    for (Source source : sources) {
      String flaw = source.keep().flaw();
      once(namespace, source, Reason.INVALID_KEEP_VERSIONS, EventType.WARNING, flaw);
    }
  }

  /** What was done. */
  void outcomes(String namespace, Snapshot snapshot, List<Outcome> outcomes) {
    done(namespace, snapshot, outcomes);
    for (Outcome outcome : outcomes) {
      if (outcome.result() instanceof WriteResult.Refused refused
          && refused.code() != 404
          && refused.code() != 409
          && outcome.action() instanceof Action.DeleteVersion(Version version)) {
        tell(
            namespace,
            snapshot.sources().get(version.source()),
            EventType.WARNING,
            Reason.VERSION_NOT_DELETED,
            version.name() + ": " + refused.message());
      } else if (!outcome.result().done()) {
        LOG.info("{} in {}: {}", outcome.action(), namespace, outcome.result());
      }
    }
  }

  private void done(String namespace, Snapshot snapshot, List<Outcome> outcomes) {
    List<Action> done =
        outcomes.stream().filter(o -> o.result().done()).map(Outcome::action).toList();
    bySource(done)
        .forEach((source, versions) -> {
          String text = "Deleted " + sentence(snapshot, source, versions);
          LOG.info("{}/{}: {}", namespace, source, text);
          tell(
              namespace,
              snapshot.sources().get(source),
              EventType.NORMAL,
              Reason.VERSIONS_DELETED,
              text);
        });
    for (Action action : done) {
      switch (action) {
        case Action.DeleteVersion _ -> {}
        case Action.DeleteSlot(var slot) ->
            LOG.info(
                "{}: deleted slot {} of {}, which is gone",
                namespace,
                slot.name(),
                slot.workload());
        case Action.DeletePreload(var pod, boolean orphaned) -> {
          LOG.info("{}: deleted pod {} of {}", namespace, pod.name(), pod.workload());
          String uid = snapshot.workloads().get(pod.workload());
          if (!orphaned && uid != null) {
            events.record(
                workload(namespace, pod.workload(), uid),
                EventType.NORMAL,
                Reason.LEFTOVER_DELETED,
                Reason.LEFTOVER_DELETED.reason(),
                "Deleted pod " + pod.name() + ", which pulled images and had ended");
          }
        }
      }
    }
  }

  /** What would have been done. */
  void dryRun(String namespace, Snapshot snapshot, List<Action> actions) {
    Map<String, List<Version>> bySource = bySource(actions);
    for (Source source : snapshot.sources().values()) {
      List<Version> versions = bySource.remove(source.name());
      String text =
          versions == null ? null : "Would delete " + sentence(snapshot, source.name(), versions);
      once(namespace, source, Reason.VERSIONS_WOULD_BE_DELETED, EventType.NORMAL, text);
    }
    bySource.forEach((source, versions) ->
        LOG.info(
            "dry run, {}/{} (gone): would delete {}",
            namespace,
            source,
            sentence(snapshot, source, versions)));
    actions.stream()
        .filter(action -> !(action instanceof Action.DeleteVersion))
        .forEach(action -> LOG.info("dry run, {}: {}", namespace, action));
  }

  private static Map<String, List<Version>> bySource(List<Action> actions) {
    return actions.stream()
        .flatMap(action ->
            action instanceof Action.DeleteVersion(Version version)
                ? List.of(version).stream()
                : List.<Version>of().stream())
        .collect(Collectors.groupingBy(Version::source, TreeMap::new, Collectors.toList()));
  }

  private String sentence(Snapshot snapshot, String source, List<Version> versions) {
    Source known = snapshot.sources().get(source);
    String names =
        versions.stream().limit(MOST_NAMES).map(Version::name).collect(Collectors.joining(", "));
    int others = versions.size() - MOST_NAMES;
    return "%d of its versions%s, to which nothing refers: %s%s"
        .formatted(
            versions.size(),
            known == null ? "" : " beyond the newest " + known.keep().count(),
            names,
            others > 0 ? " and " + others + " more" : "");
  }

  private void once(
      String namespace, Source source, Reason reason, EventType type, @Nullable String text) {
    String key = source.uid() + "/" + reason;
    if (text == null) {
      lasting.remove(key);
    } else if (!text.equals(lasting.put(key, text))) {
      LOG.info("{}/{}: {}", namespace, source.name(), text);
      tell(namespace, source, type, reason, text);
    }
  }

  private void tell(
      String namespace, @Nullable Source source, EventType type, Reason reason, String text) {
    if (source != null) {
      HasMetadata regarding =
          new ConfigMapBuilder()
              .withNewMetadata()
              .withNamespace(namespace)
              .withName(source.name())
              .withUid(source.uid())
              .endMetadata()
              .build();
      events.record(regarding, type, reason, reason.reason(), text);
    }
  }

  private static HasMetadata workload(String namespace, String name, String uid) {
    GenericKubernetesResource workload = new GenericKubernetesResource();
    workload.setApiVersion("platform.tkex/v1");
    workload.setKind("StatefulSetPlus");
    workload.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(name).withUid(uid).build());
    return workload;
  }
}
