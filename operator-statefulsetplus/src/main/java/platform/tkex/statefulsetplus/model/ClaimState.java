package platform.tkex.statefulsetplus.model;

import java.util.List;

/**
 * What the planner needs of one PersistentVolumeClaim.
 *
 * @param terminating it has a deletionTimestamp
 */
public record ClaimState(
    String name, String uid, boolean terminating, String resourceVersion, List<Owner> owners) {

  /** One owner reference. */
  public record Owner(
      String apiVersion, String kind, String name, String uid, boolean controller) {}
}
