package platform.tkex.simulation.gc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.kernel.Kernel;
import platform.tkex.simulation.kernel.Lane;

/**
 * Releases one version after the other, as docs/adr/0018 asks: it makes the revision, claims the
 * version, and only then makes a pod. What it knows of versions is old, its requests are slow and
 * get lost, and it asks again when it does not know.
 */
final class Releaser {
  private static final String USER = "releaser";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How it makes sure that a version is there before it uses it. */
  enum Manner {
    /** As it should. */
    CLAIMS,
    /** Finds that it exists, which may be true for a moment only. */
    READS,
    /** Claims with a text that was there before, which is no write at all. */
    REPEATS
  }

  private final Kernel kernel;
  private final ModelApiServer server;
  private final Rules rules;
  private final RandomGenerator random;
  private final String name;
  private final Manner manner;
  private int rounds;
  private boolean stopped;

  Releaser(
      Kernel kernel,
      ModelApiServer server,
      Rules rules,
      RandomGenerator random,
      String name,
      Manner manner) {
    this.kernel = kernel;
    this.server = server;
    this.rules = rules;
    this.random = random;
    this.name = name;
    this.manner = manner;
  }

  /** Begins no further release. */
  void stop() {
    stopped = true;
  }

  /**
   * Releases again and again.
   *
   * @param newest number of the newest version of the source, as it is now
   */
  void begin(String source, IntSupplier newest) {
    if (stopped) {
      return;
    }
    int known = newest.getAsInt();
    // what it saw some time ago, also versions that are gone
    int number = Math.max(1, known - random.nextInt(8));
    Release release = new Release(name + "-" + rounds++, source, number);
    later(
        random.nextInt(20_000),
        () -> release.make(() -> later(random.nextInt(5_000), () -> begin(source, newest))));
  }

  private void later(int millis, Runnable task) {
    kernel.after(Duration.ofMillis(millis), task);
  }

  /** Some requests never arrive, and of some the answer does not. */
  private void send(
      Request request, Consumer<Answer> handled, Consumer<Answer> told, Runnable lost) {
    int dice = random.nextInt(100);
    later(
        random.nextInt(300),
        () -> {
          if (dice < 4) {
            kernel.after(TIMEOUT, lost);
            return;
          }
          Answer answer = server.handle(request);
          handled.accept(answer);
          if (dice < 8) {
            kernel.after(TIMEOUT, lost);
          } else {
            later(random.nextInt(300), () -> told.accept(answer));
          }
        });
  }

  private final class Release {
    private final String id;
    private final String source;
    private final int number;
    private String uid = "";

    Release(String id, String source, int number) {
      this.id = id;
      this.source = source;
      this.number = number;
    }

    private String version() {
      return Manifests.versionName(source, number);
    }

    void make(Runnable then) {
      ObjectNode revision = Manifests.revision(id, source, number).object();
      send(
          Request.post(Resource.REVISIONS.path(Manifests.NAMESPACE), revision, USER),
          _ -> {},
          _ -> {
            // one that was not told of is there already
            ObjectNode made = server.get(Resource.REVISIONS, Manifests.NAMESPACE, id);
            uid = made == null ? "" : Rules.text(made, "/metadata/uid");
            claim(then);
          },
          () -> make(then));
    }

    private void claim(Runnable then) {
      send(
          claimRequest(),
          answer -> {
            if (answer.succeeded()) {
              rules.claimed(uid);
            }
          },
          answer -> {
            if (answer.succeeded()) {
              later(random.nextInt(10_000), () -> use(then));
            } else {
              remove(Resource.REVISIONS, then);
            }
          },
          () -> claim(then));
    }

    private Request claimRequest() {
      String path = Resource.CONFIGMAPS.path(Manifests.NAMESPACE, version());
      if (manner == Manner.READS) {
        return Request.get(path, USER);
      }
      ObjectNode patch = JsonNodeFactory.instance.objectNode();
      String value =
          manner == Manner.REPEATS
              ? Lane.START + "/the-same"
              : Lane.START.plusNanos(kernel.now()) + "/" + uid;
      patch.withObject("/metadata/annotations").put("platform.tkex/chosen", value);
      return Request.mergePatch(path, patch, USER);
    }

    private void use(Runnable then) {
      ObjectNode pod = Manifests.pod(id, version()).object();
      send(
          Request.post(Resource.PODS.path(Manifests.NAMESPACE), pod, USER),
          _ -> {},
          _ ->
              later(
                  random.nextInt(60_000),
                  () -> remove(Resource.PODS, () -> remove(Resource.REVISIONS, then))),
          () -> use(then));
    }

    private void remove(Resource resource, Runnable then) {
      send(
          Request.delete(resource.path(Manifests.NAMESPACE, id), null, USER),
          _ -> {},
          _ -> then.run(),
          () -> remove(resource, then));
    }
  }
}
