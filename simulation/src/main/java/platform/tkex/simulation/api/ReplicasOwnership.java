package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Which scale requests write although they change nothing.
 *
 * <p>Observed on 1.37.2 with one field manager: a scale request first moves {@code spec.replicas}
 * to an entry of its own in managedFields, the next one drops that entry, later ones leave it at
 * that until the main resource changes the number. Each move is a write and a watch event.
 */
final class ReplicasOwnership {

  private static final int MOVES = 2;

  private final Map<String, Integer> moves = new HashMap<>();

  /** Whether this scale request changes the owner. */
  boolean moves(ObjectNode object) {
    return moves.getOrDefault(uid(object), 0) < MOVES;
  }

  /** A scale request was carried out. */
  void scaled(ObjectNode object) {
    moves.merge(uid(object), 1, (old, one) -> Math.min(MOVES, old + one));
  }

  /** The number was changed through the main resource. */
  void written(ObjectNode object) {
    moves.remove(uid(object));
  }

  private static String uid(ObjectNode object) {
    return object.path("metadata").path("uid").asText();
  }
}
