package platform.tkex.demo;

/** What a step thinks of one look at the status. */
sealed interface Verdict {
  /** Not there yet. */
  record Waiting() implements Verdict {}

  /** It really happened; {@code proof} says what was seen. */
  record Done(String proof) implements Verdict {}

  /** It cannot happen any more. */
  record Broken(String why) implements Verdict {}

  Verdict WAITING = new Waiting();
}
