package platform.tkex.common.events;

/** How an Event is meant; Kubernetes knows these two. */
public enum EventType {
  NORMAL("Normal"),
  WARNING("Warning");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  /** As the API has it. */
  public String text() {
    return text;
  }
}
