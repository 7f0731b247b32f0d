package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Which requests write although they change nothing, for whose {@code spec.replicas} is.
 *
 * <p>Observed on 1.37.2 with one field manager: a scale request that asks for the number there is
 * moves it to a stray entry in managedFields, which whatever request comes next drops. Both are
 * writes and watch events. After that, and after a scale request that changes the number, nobody
 * owns it who could lose it, until the main resource changes it.
 */
final class ReplicasOwnership {

  private enum Owner {
    STRAY,
    SCALE_OR_NOBODY
  }

  /** By UID; absent while it is the main resource's. */
  private final Map<String, Owner> owners = new HashMap<>();

  /** Whether this request writes whatever it asks for. */
  boolean moves(ObjectNode object, boolean scale) {
    Owner owner = owners.get(uid(object));
    return owner == Owner.STRAY || (owner == null && scale);
  }

  /** A request was carried out, which made one out of the other. */
  void note(ObjectNode before, ObjectNode after, boolean scale) {
    String uid = uid(before);
    boolean changes = !Json.same(after.at("/spec/replicas"), before.at("/spec/replicas"));
    if (changes && !scale) {
      owners.remove(uid);
    } else if (scale && !changes && !owners.containsKey(uid)) {
      owners.put(uid, Owner.STRAY);
    } else if (scale || owners.containsKey(uid)) {
      owners.put(uid, Owner.SCALE_OR_NOBODY);
    }
  }

  private static String uid(ObjectNode object) {
    return object.path("metadata").path("uid").asText();
  }
}
