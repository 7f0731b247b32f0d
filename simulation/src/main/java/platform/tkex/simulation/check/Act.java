package platform.tkex.simulation.check;

import platform.tkex.simulation.api.Request;

/**
 * A write of an operator and what its sender could know.
 *
 * @param workloadsSeen version up to which it had seen workloads when it sent this
 * @param podsSeen version up to which it had seen pods
 * @param workloadsBefore versions of its caches a moment before: what it decided from
 */
public record Act(String sender, Request request, long workloadsSeen, long podsSeen) {

  boolean isDelete() {
    return request.method() == Request.Method.DELETE;
  }
}
