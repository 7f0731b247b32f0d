package platform.tkex.statefulsetplus.model;

/**
 * Why no pod of a new template is made yet.
 *
 * @param text the API server's words
 * @param passing it said nothing of the template: it, or a webhook that it asks, did not answer
 */
public record Objection(String text, boolean passing) {
  /** Status tells it thrice, and a template of hundreds of containers has as many faults. */
  private static final int LONGEST = 600;

  public Objection {
    text = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }
}
