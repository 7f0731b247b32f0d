package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every state that every object ever had, and the log of how it came to it.
 *
 * <p>Keys sort as the server's lists do: by namespace, then by name.
 */
final class Store {

  private final Map<Resource, NavigableMap<String, History>> objects =
      new EnumMap<>(Resource.class);
  private final Map<Resource, List<Change>> logs = new EnumMap<>(Resource.class);
  private final List<Consumer<Change>> listeners = new ArrayList<>();
  private long version;

  Store() {
    for (Resource resource : Resource.values()) {
      objects.put(resource, new TreeMap<>());
      logs.put(resource, new ArrayList<>());
    }
  }

  /** All states of one name; those after a deletion belong to another object. */
  private static final class History {
    private long[] versions = new long[8];
    private final List<@Nullable ObjectNode> states = new ArrayList<>(8);

    @Nullable ObjectNode newest() {
      return states.isEmpty() ? null : states.getLast();
    }

    boolean isUpdated() {
      int count = states.size();
      return count > 1 && states.get(count - 1) != null && states.get(count - 2) != null;
    }

    void add(long version, @Nullable ObjectNode state) {
      if (states.size() == versions.length) {
        versions = Arrays.copyOf(versions, 2 * versions.length);
      }
      versions[states.size()] = version;
      states.add(state);
    }

    @Nullable ObjectNode asOf(long version) {
      int found = Arrays.binarySearch(versions, 0, states.size(), version);
      int index = found >= 0 ? found : -found - 2;
      return index < 0 ? null : states.get(index);
    }
  }

  long version() {
    return version;
  }

  void addListener(Consumer<Change> listener) {
    listeners.add(listener);
  }

  @Nullable ObjectNode get(Resource resource, String namespace, String name) {
    History history = of(resource).get(key(namespace, name));
    return history == null ? null : history.newest();
  }

  @Nullable ObjectNode get(Resource resource, String namespace, String name, long asOf) {
    History history = of(resource).get(key(namespace, name));
    return history == null ? null : history.asOf(asOf);
  }

  /** Whether the object was written again after its creation. */
  boolean isUpdated(Resource resource, String namespace, String name) {
    History history = of(resource).get(key(namespace, name));
    return history != null && history.isUpdated();
  }

  /** Of one namespace, or of all when it is null or empty. */
  List<ObjectNode> list(Resource resource, @Nullable String namespace, long asOf) {
    Map<String, History> range =
        namespace == null || namespace.isEmpty()
            ? of(resource)
            : of(resource).subMap(namespace + "/", namespace + "0");
    List<ObjectNode> found = new ArrayList<>(range.size());
    for (History history : range.values()) {
      ObjectNode state = asOf >= version ? history.newest() : history.asOf(asOf);
      if (state != null) {
        found.add(state);
      }
    }
    return found;
  }

  /** Stores a new state with the next version, which is set on the object given. */
  ObjectNode write(Resource resource, Draft draft) {
    String namespace = Json.text(draft.metadata(), "namespace");
    ObjectNode before = get(resource, namespace, draft.name());
    version++;
    draft.metadata().put("resourceVersion", Long.toString(version));
    ObjectNode after = draft.object();
    append(resource, key(namespace, draft.name()), after);
    publish(
        new Change(
            version,
            before == null ? Change.Type.ADDED : Change.Type.MODIFIED,
            resource,
            before,
            after));
    return after;
  }

  /** Removes the object; what is returned carries the deletion's version. */
  ObjectNode delete(Resource resource, ObjectNode before) {
    version++;
    Draft last = new Draft(before);
    last.metadata().put("resourceVersion", Long.toString(version));
    append(resource, key(Json.text(last.metadata(), "namespace"), last.name()), null);
    publish(new Change(version, Change.Type.DELETED, resource, before, last.object()));
    return last.object();
  }

  private void append(Resource resource, String key, @Nullable ObjectNode state) {
    of(resource).computeIfAbsent(key, k -> new History()).add(version, state);
  }

  private void publish(Change change) {
    log(change.resource()).add(change);
    for (Consumer<Change> listener : listeners) {
      listener.accept(change);
    }
  }

  /** Changes after the version, the oldest first. */
  List<Change> since(Resource resource, long after, int max) {
    List<Change> log = log(resource);
    int from = 0;
    int to = log.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (log.get(middle).version() <= after) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return List.copyOf(log.subList(from, (int) Math.min(log.size(), (long) from + max)));
  }

  private NavigableMap<String, History> of(Resource resource) {
    return Objects.requireNonNull(objects.get(resource));
  }

  private List<Change> log(Resource resource) {
    return Objects.requireNonNull(logs.get(resource));
  }

  private static String key(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
