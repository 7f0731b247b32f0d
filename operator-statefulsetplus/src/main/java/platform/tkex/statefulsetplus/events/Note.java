package platform.tkex.statefulsetplus.events;

/** One Event to be recorded for the workload. */
public record Note(Reason reason, boolean warning, String text) {
  private static final int BRIEF = 600;

  public static Note normal(Reason reason, String text) {
    return new Note(reason, false, text);
  }

  public static Note warning(Reason reason, String text) {
    return new Note(reason, true, text);
  }

  /** The text as status repeats it. */
  public String brief() {
    return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + " ...";
  }
}
