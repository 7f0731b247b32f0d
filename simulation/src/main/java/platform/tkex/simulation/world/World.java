package platform.tkex.simulation.world;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.events.EventReason;
import platform.tkex.common.events.EventType;
import platform.tkex.common.process.Controller;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.check.Act;
import platform.tkex.simulation.check.OwnWrites;
import platform.tkex.simulation.check.Violation;
import platform.tkex.simulation.kernel.Kernel;
import platform.tkex.simulation.kernel.Lane;
import platform.tkex.simulation.process.OperatorProcess;
import platform.tkex.simulation.process.Weather;
import platform.tkex.simulation.process.Witness;
import platform.tkex.simulation.scenario.Scenario;
import platform.tkex.simulation.scenario.Step;

/** One cluster, alive. */
public final class World implements Witness {

  private static final int REPLICAS = 2;

  private final Scenario scenario;
  private final Kernel kernel;
  private final ModelApiServer server;
  private final OwnWrites own;
  private final Skies skies;
  private final Machines machines;
  private final Users users;
  private final Trace trace;
  private final Supplier<Controller> controllers;
  private final SplittableRandom random;
  private final List<OperatorProcess> operators = new ArrayList<>();
  private final IdentityHashMap<Request, Act> underWay = new IdentityHashMap<>();
  private @Nullable Act current;
  private int lives;
  private int uids;
  private long writes;
  private long lastPodChange;

  /**
   * @param controllers a new one for each life of a process
   * @param traced whether to keep what happens, for people
   */
  public World(Scenario scenario, Supplier<Controller> controllers, boolean traced) {
    this.scenario = scenario;
    this.controllers = controllers;
    random = new SplittableRandom(scenario.seed() ^ 0x5eedL);
    kernel = new Kernel(random.split());
    trace = new Trace(kernel::now, traced);
    Clock clock = new Lane(kernel).clock();
    server = new ModelApiServer(clock, () -> "uid-" + uids++);
    own = new OwnWrites(server);
    skies = new Skies(scenario.troubles(), random.split());
    machines = new Machines(kernel, server, clock, random.split());
    users = new Users(kernel, server, scenario.setup());
    server.addListener(this::changed);
    if (traced) {
      server.addListener(new Teller(trace));
    }
  }

  /** The workload is applied, the operators start; nothing has happened yet. */
  public void begin() {
    users.create();
    for (int i = 0; i < REPLICAS; i++) {
      startOperator();
    }
    for (Scenario.Timed timed : scenario.steps()) {
      kernel.after(timed.at(), () -> take(timed.step()));
    }
  }

  /** From now on nothing goes wrong any more, and the last manifest is applied. */
  public void calm() {
    skies.clearUp();
    machines.recover();
    operators.forEach(process -> process.skew(Duration.ZERO));
    users.giveBack();
    trace.add(() -> "all troubles are over");
    if (scenario.ending() != null) {
      trace.add(() -> "user    applies the last manifest: " + scenario.ending());
      users.end(scenario.ending());
    }
  }

  private void changed(Change change) {
    if (change.resource() == Resource.PODS) {
      lastPodChange = kernel.now();
    }
  }

  /** Since when no pod has changed. */
  public Duration quietSince() {
    return Duration.ofNanos(kernel.now() - lastPodChange);
  }

  private void startOperator() {
    String identity = "operator-" + ++lives;
    OperatorProcess process =
        new OperatorProcess(
            identity,
            controllers.get(),
            new OperatorProcess.Surroundings(
                kernel, server, skies, random.split(), this::event, this));
    operators.add(process);
    process.start(() -> died(process));
  }

  private void died(OperatorProcess process) {
    trace.add(() -> process.identity() + " is dead");
    operators.remove(process);
    kernel.after(Duration.ofMillis(500 + random.nextInt(10_000)), this::startOperator);
  }

  private void event(
      HasMetadata regarding, EventType type, EventReason reason, String action, String note) {
    trace.add(() -> "event   " + type + " " + reason.reason() + ": " + note);
  }

  private void take(Step step) {
    trace.add(() -> "step    " + step);
    if (users.take(step)) {
      return;
    }
    switch (step) {
      case Step.CrashPod crash -> machines.crash(Manifest.NAMESPACE, pod(crash.ordinal()));
      case Step.FailPod fail -> machines.fail(Manifest.NAMESPACE, pod(fail.ordinal()));
      case Step.LoseNode lose -> machines.lose(lose.node(), lose.time());
      case Step.LoseWatch lose -> {
        leader().ifPresent(leader -> leader.block(lose.kind(), lose.time()));
        kernel.after(lose.time(), () -> server.compact(server.version()));
      }
      case Step.BlockWatch block ->
          leader().ifPresent(leader -> leader.block(block.kind(), block.time()));
      case Step.Freeze freeze -> leader().ifPresent(leader -> leader.freeze(freeze.time()));
      case Step.SkewClock skew -> leader().ifPresent(leader -> leader.skew(skew.by()));
      case Step.Terminate terminate -> leader().ifPresent(OperatorProcess::stop);
      case Step.Kill kill ->
          operators.stream()
              .filter(process -> process.leads() == kill.leader())
              .findFirst()
              .ifPresent(OperatorProcess::kill);
      default -> throw new IllegalArgumentException("nobody takes " + step);
    }
  }

  private String pod(int ordinal) {
    return Manifest.NAME + "-" + (scenario.setup().start() + ordinal);
  }

  private Optional<OperatorProcess> leader() {
    return operators.stream().filter(OperatorProcess::leads).findFirst();
  }

  @Override
  public void sent(OperatorProcess sender, Request request, Weather.Fate fate) {
    if (isLease(request) || request.method() == Request.Method.GET) {
      return;
    }
    writes++;
    underWay.put(
        request,
        new Act(
            sender.identity(),
            request,
            sender.basis(Resource.STATEFULSETPLUSES),
            sender.basis(Resource.PODS),
            own.again(sender.identity(), request)));
    if (fate != Weather.Fate.FINE) {
      trace.add(() -> "trouble " + fate + " for " + sender.identity() + "'s " + request);
    }
  }

  private static boolean isLease(Request request) {
    return request.path().contains("/leases");
  }

  @Override
  public void confirmed(OperatorProcess sender, Request request, Answer answer) {
    own.confirmed(sender.identity(), request, answer);
  }

  @Override
  public void arrives(Request request) {
    current = underWay.remove(request);
    if (current != null && current.again()) {
      throw new Violation("stale", current.sender() + " does again what it did: " + request);
    }
  }

  @Override
  public void handled(Request request, Answer answer) {
    Act act = current;
    current = null;
    if (act != null && !answer.succeeded()) {
      trace.add(() ->
          act.sender()
              + " "
              + request.method()
              + " "
              + request.path()
              + ": "
              + answer.code()
              + " "
              + answer.message());
    }
  }

  /** The operator's write whose changes are being made, null when it is somebody else's. */
  public @Nullable Act current() {
    return current;
  }

  public Kernel kernel() {
    return kernel;
  }

  public ModelApiServer server() {
    return server;
  }

  public Machines machines() {
    return machines;
  }

  public Trace trace() {
    return trace;
  }

  public Scenario scenario() {
    return scenario;
  }

  /** Writes that operators have sent so far, but for their lease. */
  public long writes() {
    return writes;
  }
}
