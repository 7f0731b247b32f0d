package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A webhook, as the API server sees it: asked before a write is validated and stored. */
@FunctionalInterface
public interface AdmissionHook {

  /** Admits, changes or refuses what is asked. */
  Verdict review(Review review);

  /** What is about to be done. */
  enum Operation {
    CREATE,
    UPDATE,
    DELETE
  }

  /**
   * What a hook is asked.
   *
   * @param subresource empty for the object itself
   * @param before null on CREATE
   * @param after null on DELETE; not to be changed
   */
  record Review(
      Operation operation,
      Resource resource,
      String subresource,
      String user,
      boolean dryRun,
      @Nullable ObjectNode before,
      @Nullable ObjectNode after) {}

  /** A hook's word. */
  sealed interface Verdict {
    /** Goes on unchanged. */
    record Allowed() implements Verdict {}

    /** Goes on with this object instead. */
    record Changed(ObjectNode after) implements Verdict {}

    /** 403, as a webhook's denial. */
    record Denied(String hook, String message) implements Verdict {}

    /** 500, as of a webhook that does not answer and whose failure policy is Fail. */
    record Unreachable(String hook, String message) implements Verdict {}
  }
}
