package platform.tkex.simulation.gc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.gc.GcController;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.kernel.Kernel;
import platform.tkex.simulation.kernel.Lane;
import platform.tkex.simulation.process.OperatorProcess;
import platform.tkex.simulation.process.Weather;
import platform.tkex.simulation.process.Witness;

/**
 * Two processes of the controller, of which one leads, and some releasers, a person and a maker of
 * versions, for some virtual minutes of trouble and one calm hour.
 */
public final class GcWorld implements Witness {
  /** How users of the controller's requests are called. */
  static final String CONTROLLER = "gc-";

  private static final String USER = "someone";
  private static final List<String> SOURCES = List.of("a", "b");

  /** Lasting references name the versions of this one. */
  private static final String LASTING = "c";

  private static final int KEEP = 2;
  private static final Duration TROUBLE = Duration.ofMinutes(6);
  private static final Duration CALM = Duration.ofMinutes(70);

  private final SplittableRandom random;
  private final Kernel kernel;
  private final ModelApiServer server;
  private final GcWeather weather;
  private final Rules rules;
  private final Map<String, Integer> newest = new HashMap<>();
  private final List<Releaser> releasers = new ArrayList<>();
  private boolean calm;
  private int lives;
  private int uids;

  private GcWorld(long seed) {
    random = new SplittableRandom(seed);
    kernel = new Kernel(random.split());
    Clock clock = new Lane(kernel).clock();
    server = new ModelApiServer(clock, () -> "uid-" + uids++);
    weather = new GcWeather(random.split());
    rules = new Rules(server, () -> Duration.ofNanos(kernel.now()), KEEP);
    server.addHook(rules);
  }

  /**
   * What happened.
   *
   * @param broken what should never have happened, with the reason
   * @param claims releases that got the version they wanted
   */
  public record Outcome(List<String> broken, int deletions, int claims) {}

  /** Plays a seed with releasers that do as they should. */
  public static Outcome play(long seed) {
    return play(seed, Releaser.Manner.CLAIMS);
  }

  static Outcome play(long seed, Releaser.Manner manner) {
    GcWorld world = new GcWorld(seed);
    world.begin(manner);
    world.kernel.run(TROUBLE);
    world.calm = true;
    world.weather.clearUp();
    world.releasers.forEach(Releaser::stop);
    world.kernel.run(CALM);
    List<String> broken = new ArrayList<>(world.rules.broken());
    broken.addAll(world.left());
    return new Outcome(broken, world.rules.deletions(), world.rules.claims());
  }

  private void begin(Releaser.Manner manner) {
    for (String namespace : List.of(Manifests.NAMESPACE, "tkex-system")) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.putObject("metadata").put("name", namespace);
      request(Request.post("/api/v1/namespaces", object, USER));
    }
    for (String source : SOURCES) {
      make(Manifests.source(source, KEEP));
      IntStream.range(0, 5).forEach(_ -> makeVersion(source));
    }
    IntStream.range(0, 13).forEach(_ -> makeVersion(LASTING));
    make(Manifests.source(LASTING, KEEP));
    for (Manifests.Made lasting : Manifests.lasting(LASTING)) {
      String uid = Rules.text(make(lasting), "/metadata/uid");
      rules.claimed(uid);
    }
    leftovers();
    for (int i = 0; i < 4; i++) {
      String source = SOURCES.get(i % SOURCES.size());
      Releaser releaser =
          new Releaser(kernel, server, rules, random.split(), "r" + i, manner);
      releasers.add(releaser);
      releaser.begin(source, () -> newest.getOrDefault(source, 0));
    }
    SOURCES.forEach(this::makeVersions);
    deleteByHand();
    startController();
    startController();
  }

  private void leftovers() {
    make(Manifests.slot("slot-gone", "gone"));
    make(Manifests.slot("slot-read", "gone-too"));
    make(Manifests.slot("slot-kept", "stsp"));
    make(Manifests.pod("reader", "slot-read"));
    make(Manifests.preload("preload-gone", "gone"));
    make(Manifests.preload("preload-ended", "stsp"));
    make(Manifests.preload("preload-running", "stsp"));
    ObjectNode ended = JsonNodeFactory.instance.objectNode();
    ended.putObject("status").put("phase", "Succeeded");
    request(
        Request.mergePatch(
            Resource.PODS.path(Manifests.NAMESPACE, "preload-ended") + "/status", ended, USER));
  }

  private ObjectNode make(Manifests.Made made) {
    Answer answer =
        request(Request.post(made.resource().path(Manifests.NAMESPACE), made.object(), USER));
    return (ObjectNode) answer.body();
  }

  private Answer request(Request request) {
    Answer answer = server.handle(request);
    if (!answer.succeeded() && answer.code() != 404) {
      throw new IllegalStateException(request + ": " + answer.message());
    }
    return answer;
  }

  private void makeVersion(String source) {
    int number = newest.merge(source, 1, Integer::sum);
    make(Manifests.version(source, number));
  }

  private void makeVersions(String source) {
    kernel.after(
        Duration.ofMillis(random.nextInt(15_000)),
        () -> {
          if (!calm) {
            makeVersion(source);
            makeVersions(source);
          }
        });
  }

  private void deleteByHand() {
    kernel.after(
        Duration.ofMillis(random.nextInt(120_000)),
        () -> {
          if (!calm) {
            String source = SOURCES.get(random.nextInt(SOURCES.size()));
            int number = Math.max(1, newest.getOrDefault(source, 1) - random.nextInt(4));
            String path =
                Resource.CONFIGMAPS.path(
                    Manifests.NAMESPACE, Manifests.versionName(source, number));
            rules.deletedByHand(source);
            request(Request.delete(path, null, USER));
            deleteByHand();
          }
        });
  }

  private void startController() {
    OperatorProcess process =
        new OperatorProcess(
            CONTROLLER + ++lives,
            new GcController(10, false, Duration.ofSeconds(60), Duration.ofMinutes(2)),
            new OperatorProcess.Surroundings(
                kernel, server, weather, random.split(), EventRecorder.none(), this));
    process.start(() ->
        kernel.after(Duration.ofMillis(500 + random.nextInt(10_000)), this::startController));
    if (random.nextInt(3) == 0) {
      kernel.after(Duration.ofMillis(random.nextInt(360_000)), process::kill);
    }
  }

  /** What should be there at the end and is not, or the other way round. */
  private List<String> left() {
    List<String> wrong = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ObjectNode object : server.list(Resource.CONFIGMAPS)) {
      String name = Rules.text(object, "/metadata/name");
      String source = Rules.text(object, "/metadata/labels/platform.tkex~1configmap-name");
      names.add(name);
      if (!source.isEmpty()
          && !rules.newest(source).contains(name)
          && rules.user(name, source) == null) {
        wrong.add("leaves " + name + ", which nobody uses");
      }
    }
    server.list(Resource.PODS).forEach(pod -> names.add(Rules.text(pod, "/metadata/name")));
    for (String gone : List.of("slot-gone", "preload-gone", "preload-ended")) {
      if (names.contains(gone)) {
        wrong.add("leaves " + gone);
      }
    }
    for (String kept : List.of("slot-read", "slot-kept", "preload-running", "c-000000000d")) {
      if (!names.contains(kept)) {
        wrong.add("has deleted " + kept);
      }
    }
    return wrong;
  }

  @Override
  public void sent(OperatorProcess sender, Request request, Weather.Fate fate) {}

  @Override
  public void confirmed(OperatorProcess sender, Request request, Answer answer) {}

  @Override
  public void arrives(Request request) {}

  @Override
  public void handled(Request request, Answer answer) {}
}
