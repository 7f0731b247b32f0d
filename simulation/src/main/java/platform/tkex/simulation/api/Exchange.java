package platform.tkex.simulation.api;

/** A request and what it was answered: a trace of a run is a list of them. */
public record Exchange(Request request, Answer answer) {

  @Override
  public String toString() {
    String refusal = answer.succeeded() ? "" : " " + answer.reason() + ": " + answer.message();
    return request + " -> " + answer.code() + refusal;
  }
}
