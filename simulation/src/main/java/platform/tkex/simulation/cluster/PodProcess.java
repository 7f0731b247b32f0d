package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pod on its node: what its container does, apart from what was reported of it. */
final class PodProcess {

  private ObjectNode pod;
  private final Function<ObjectNode, Life> lives;
  private Life life;
  private State state = State.STARTING;
  private @Nullable Instant next;
  private String image = "";
  private int containers;
  private Instant started = Instant.EPOCH;
  private boolean ready;
  private Instant readySince = Instant.EPOCH;
  private @Nullable Instant retryAt;

  /** When the container gives way to one of another image. */
  private @Nullable Instant replaceAt;

  private boolean inApi = true;
  private boolean failed;
  private int flips;

  /** What the container is at. */
  enum State {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED
  }

  /**
   * @param lives what becomes of a container, by its pod; asked for each image
   */
  PodProcess(ObjectNode pod, Function<ObjectNode, Life> lives, Instant now) {
    this.pod = pod;
    this.lives = lives;
    this.life = lives.apply(pod);
    this.next = now.plus(life.start());
  }

  ObjectNode pod() {
    return pod;
  }

  State state() {
    return state;
  }

  String image() {
    return image;
  }

  boolean runs() {
    return state == State.RUNNING || state == State.STOPPING;
  }

  boolean inApi() {
    return inApi;
  }

  void retryAt(@Nullable Instant time) {
    retryAt = time;
  }

  boolean mayReport(Instant now) {
    return retryAt == null || !now.isBefore(retryAt);
  }

  /** When the clock alone moves it on. */
  @Nullable Instant due() {
    return Stream.of(next, retryAt, replaceAt)
        .filter(time -> time != null)
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** The kubelet sees a newer state of the pod; null: it is gone. */
  void seen(@Nullable ObjectNode newest, Instant now) {
    if (newest == null) {
      inApi = false;
      stop(now, life.stop());
      return;
    }
    pod = newest;
    if (Metas.terminating(pod)) {
      long grace = pod.path("metadata").path("deletionGracePeriodSeconds").asLong();
      Duration limit = Duration.ofSeconds(grace);
      stop(now, life.stop().compareTo(limit) < 0 ? life.stop() : limit);
    } else if (state == State.RUNNING && !image.equals(wantedImage()) && replaceAt == null) {
      // what was seen is reported at once, and acted upon a little later
      replaceAt = now.plus(life.start());
    }
  }

  /** In place: the container is started anew with the other image. */
  private void replace(Instant now) {
    replaceAt = null;
    if (state == State.RUNNING && !image.equals(wantedImage())) {
      ready = false;
      state = State.STARTING;
      life = lives.apply(pod);
      flips = 0;
      next = now.plus(life.start());
    }
  }

  private void stop(Instant now, Duration after) {
    if (state == State.STARTING) {
      state = State.STOPPED;
      next = null;
    } else if (state == State.RUNNING) {
      state = State.STOPPING;
      next = now.plus(after);
    } else if (state == State.STOPPING && next != null && next.isAfter(now.plus(after))) {
      next = now.plus(after);
    }
  }

  /** The container dies, and runs again after a time. */
  void crash(Instant now, Duration down) {
    if (state == State.RUNNING) {
      ready = false;
      state = State.STARTING;
      next = now.plus(down);
    }
  }

  /** It has ended for good, as after an eviction by the kubelet. */
  void fail() {
    if (state == State.RUNNING || state == State.STARTING) {
      ready = false;
      failed = true;
      state = State.STOPPED;
      next = null;
    }
  }

  boolean failed() {
    return failed;
  }

  /** What the time brings; nobody has to look for it to happen. */
  void tick(Instant now) {
    if (replaceAt != null && !now.isBefore(replaceAt)) {
      replace(replaceAt);
    }
    while (next != null && !now.isBefore(next)) {
      Instant at = next;
      next = null;
      switch (state) {
        case STARTING -> {
          state = State.RUNNING;
          image = wantedImage();
          containers++;
          started = at;
          Duration wait = life.ready();
          next = wait == null ? null : at.plus(wait);
        }
        case RUNNING -> {
          ready = !ready;
          readySince = at;
          next = flips < life.flips().size() ? at.plus(life.flips().get(flips++)) : null;
        }
        case STOPPING -> {
          state = State.STOPPED;
          ready = false;
        }
        case STOPPED -> {}
      }
    }
  }

  private String wantedImage() {
    return pod.path("spec").path("containers").path(0).path("image").asText();
  }

  /** The status that the kubelet would report; an equal one stored is not written again. */
  ObjectNode status(Instant now) {
    ObjectNode status = Metas.object();
    status.put("observedGeneration", pod.path("metadata").path("generation").asLong());
    status.put("phase", failed ? "Failed" : containers == 0 ? "Pending" : "Running");
    ArrayNode conditions = status.putArray("conditions");
    for (JsonNode condition : pod.path("status").path("conditions")) {
      String type = condition.path("type").asText();
      if (!type.equals("Ready") && !type.equals("ContainersReady")) {
        conditions.add(condition);
      }
    }
    boolean shown = ready && state == State.RUNNING;
    condition(conditions, "ContainersReady", shown, now);
    condition(conditions, "Ready", shown, now);
    status.putArray("containerStatuses").add(container(shown));
    return status;
  }

  private void condition(ArrayNode into, String type, boolean value, Instant now) {
    String text = value ? "True" : "False";
    for (JsonNode old : pod.path("status").path("conditions")) {
      if (old.path("type").asText().equals(type) && old.path("status").asText().equals(text)) {
        into.add(old);
        return;
      }
    }
    Instant since = value && readySince.isAfter(Instant.EPOCH) ? readySince : now;
    into.addObject()
        .put("type", type)
        .put("status", text)
        .put("lastTransitionTime", since.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private ObjectNode container(boolean shown) {
    String runs = image.isEmpty() ? wantedImage() : image;
    ObjectNode container = Metas.object();
    container.put("name", pod.path("spec").path("containers").path(0).path("name").asText());
    container.put("image", runs).put("imageID", containers == 0 ? "" : "sha256:" + runs);
    container.put("ready", shown);
    container.put("restartCount", Math.max(0, containers - 1) + (life.crashes() ? 1 : 0));
    if (containers > 0) {
      container.put("containerID", "model://" + Metas.uid(pod) + "/" + containers);
    }
    ObjectNode what = container.putObject("state");
    if (containers > 0 && !life.crashes() && state != State.STOPPED) {
      what.putObject("running")
          .put("startedAt", started.truncatedTo(ChronoUnit.SECONDS).toString());
    } else {
      String reason = life.crashes() && containers > 0 ? "CrashLoopBackOff" : "ContainerCreating";
      what.putObject("waiting").put("reason", reason);
    }
    return container;
  }
}
