package platform.tkex.simulation.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import platform.tkex.common.write.WriteResult;
import platform.tkex.common.write.WriteTransport;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.kernel.Kernel;
import platform.tkex.simulation.kernel.Lane;

/** The way of one process's requests to the API server and of the answers back. */
final class Link {

  /** After so long a client gives up; the request may still arrive. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Kernel kernel;
  private final Lane lane;
  private final ModelApiServer server;
  private final Weather weather;
  private final OperatorProcess sender;
  private final Witness witness;

  Link(
      OperatorProcess sender,
      Kernel kernel,
      Lane lane,
      ModelApiServer server,
      Weather weather,
      Witness witness) {
    this.sender = sender;
    this.kernel = kernel;
    this.lane = lane;
    this.server = server;
    this.weather = weather;
    this.witness = witness;
  }

  /** What a request came to: an answer, or one of the ways to get none. */
  sealed interface Outcome {
    record Answered(Answer answer) implements Outcome {}

    record Throttled(Duration retryAfter) implements Outcome {}

    /** Told by the code, as far as it tells anything. */
    record Failed(int code, String message) implements Outcome {}

    record NoAnswer() implements Outcome {}
  }

  /** Blocks the calling thread, which must be one of the lane's, until the outcome is there. */
  Outcome send(Request request) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    lane.after(TIMEOUT, () -> outcome.complete(new Outcome.NoAnswer()));
    Weather.Fate fate = weather.fate(sender.identity(), request);
    witness.sent(sender, request, fate);
    Duration way = fate == Weather.Fate.LATE ? TIMEOUT.multipliedBy(2) : weather.latency();
    kernel.after(way, () -> arrive(request, fate, outcome));
    Outcome found = outcome.join();
    if (found instanceof Outcome.Answered answered && answered.answer().succeeded()) {
      witness.confirmed(sender, request, answered.answer());
    }
    return found;
  }

  /** Whether the sender still lives does not matter to what is on its way. */
  private void arrive(Request request, Weather.Fate fate, CompletableFuture<Outcome> outcome) {
    switch (fate) {
      case FINE -> back(new Outcome.Answered(handle(request)), outcome);
      case CONFLICT -> back(new Outcome.Failed(409, "the object has been modified"), outcome);
      case THROTTLED -> back(new Outcome.Throttled(RETRY_AFTER), outcome);
      case FAILED_BEFORE -> back(new Outcome.Failed(500, "etcdserver: no leader"), outcome);
      case FAILED_AFTER -> {
        handle(request);
        back(new Outcome.Failed(500, "etcdserver: request timed out"), outcome);
      }
      case WEBHOOK_DOWN -> back(new Outcome.Failed(500, "failed calling webhook \"x\""), outcome);
      case LOST -> {}
      case UNANSWERED, LATE -> handle(request);
      case CRASH_BEFORE -> lane.kill();
      case CRASH_AFTER -> {
        handle(request);
        lane.kill();
      }
    }
  }

  private Answer handle(Request request) {
    witness.arrives(request);
    Answer answer = server.handle(request);
    witness.handled(request, answer);
    return answer;
  }

  private void back(Outcome found, CompletableFuture<Outcome> outcome) {
    lane.after(weather.latency(), () -> outcome.complete(found));
  }

  /** Waits as long as a client that is told to come back later. */
  void pause(Duration time) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    lane.after(time, () -> over.complete(null));
    over.join();
  }

  /** A 429 without a way to say so. */
  static WriteTransport.Throttled throttled(Duration retryAfter) {
    return new WriteTransport.Throttled(
        retryAfter, new WriteResult.Refused(429, "TooManyRequests", "try again later"));
  }
}
