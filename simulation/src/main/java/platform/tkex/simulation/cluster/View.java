package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.GoneException;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Resource;

/** One watcher's picture of a resource, which is as old as it was last moved on to. */
public final class View {

  private static final int PAGE = 1000;

  private final ModelApiServer server;
  private final Resource resource;
  private final SortedMap<String, ObjectNode> byKey = new TreeMap<>();
  private final Map<String, ObjectNode> byUid = new HashMap<>();
  private long version;

  public View(ModelApiServer server, Resource resource) {
    this.server = server;
    this.resource = resource;
  }

  public Resource resource() {
    return resource;
  }

  /** Up to where it has seen the log. */
  public long version() {
    return version;
  }

  /** Whether the log has something for it. */
  public boolean behind() {
    try {
      return !server.since(resource, version, 1).isEmpty();
    } catch (GoneException e) {
      return true;
    }
  }

  /** Sees everything there is. */
  public void catchUp() {
    catchUp(server.version());
  }

  /** Sees the changes up to a version, never further back than it is. */
  public void catchUp(long target) {
    try {
      for (Change change : server.since(resource, version, PAGE)) {
        if (change.version() > target) {
          break;
        }
        apply(change);
      }
    } catch (GoneException e) {
      relist(target);
    }
    version = Math.max(version, target);
  }

  /** Sees the next change only. */
  public boolean advance() {
    try {
      for (Change change : server.since(resource, version, 1)) {
        apply(change);
        version = change.version();
        return true;
      }
      return false;
    } catch (GoneException e) {
      relist(server.version());
      return true;
    }
  }

  /** Starts over from a list as of a version, which may be older than what was seen. */
  public void relist(long asOf) {
    byKey.clear();
    byUid.clear();
    for (ObjectNode object : server.listAsOf(resource, asOf)) {
      put(object);
    }
    version = asOf;
  }

  private void apply(Change change) {
    ObjectNode old = byKey.remove(key(change.after()));
    if (old != null) {
      byUid.remove(uid(old));
    }
    if (change.type() != Change.Type.DELETED) {
      put(change.after());
    }
  }

  private void put(ObjectNode object) {
    byKey.put(key(object), object);
    byUid.put(uid(object), object);
  }

  /** What it holds, ordered by namespace and name. */
  public Collection<ObjectNode> objects() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  public @Nullable ObjectNode byUid(String uid) {
    return byUid.get(uid);
  }

  /** By name; the namespace is empty for cluster-scoped objects. */
  public @Nullable ObjectNode byName(String namespace, String name) {
    return byKey.get(namespace + "/" + name);
  }

  private static String uid(ObjectNode object) {
    return object.path("metadata").path("uid").asText();
  }

  private static String key(ObjectNode object) {
    return object.path("metadata").path("namespace").asText()
        + "/"
        + object.path("metadata").path("name").asText();
  }
}
