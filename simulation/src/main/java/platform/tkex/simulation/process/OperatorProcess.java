package platform.tkex.simulation.process;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.random.RandomGenerator;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.leader.LeaderElection;
import platform.tkex.common.leader.LeaseCandidate;
import platform.tkex.common.leader.LeaseTimes;
import platform.tkex.common.process.CommonOptions;
import platform.tkex.common.process.Controller;
import platform.tkex.common.process.ControllerContext;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.kernel.Kernel;
import platform.tkex.simulation.kernel.Lane;

/**
 * One life of an operator's process: the product's own parts, put together as {@code ProcessParts}
 * does.
 */
public final class OperatorProcess {

  /** Ten times longer than the product's, so that the world is not full of lease renewals. */
  private static final LeaseTimes LEASE =
      new LeaseTimes(Duration.ofSeconds(120), Duration.ofSeconds(90), Duration.ofSeconds(30));

  private static final int WRITES_IN_FLIGHT = 4;

  private final String identity;
  private final Kernel kernel;
  private final Lane lane;
  private final ModelReader reader;
  private final ApiWriter writer;
  private final LeaderElection election;
  private final LeaseCandidate candidate;
  private final EventRecorder events;
  private final Controller controller;

  /**
   * What a process is given of the world.
   *
   * @param witness sees each request that a process sends
   */
  public record Surroundings(
      Kernel kernel,
      ModelApiServer server,
      Weather weather,
      RandomGenerator random,
      EventRecorder events,
      Witness witness) {}

  /**
   * @param identity of this life; no other process ever has it
   */
  public OperatorProcess(String identity, Controller controller, Surroundings world) {
    this.identity = identity;
    this.controller = controller;
    this.kernel = world.kernel();
    this.events = world.events();
    this.lane = new Lane(kernel);
    Link link = new Link(this, kernel, lane, world.server(), world.weather(), world.witness());
    this.reader = new ModelReader(lane, world.server(), world.weather(), link, identity);
    this.candidate =
        new LeaseCandidate(
            new ModelLeaseStore(link, identity), identity, LEASE, lane.clock(), lane);
    this.election =
        new LeaderElection(
            candidate,
            "statefulsetplus",
            LEASE,
            lane,
            world.random(),
            lane.threads(),
            new CompositeMeterRegistry());
    this.writer =
        new ApiWriter(
            new ModelTransport(link, identity),
            election.fence(),
            WRITES_IN_FLIGHT,
            lane::start,
            lane,
            lane,
            new CompositeMeterRegistry());
  }

  /**
   * Starts to try for the lease.
   *
   * @param whenGone called once when it is dead, however it came to that
   */
  public void start(Runnable whenGone) {
    lane.whenDead(whenGone);
    election.start(this::lead, this::ended);
  }

  private void lead() {
    controller.start(
        new ControllerContext(
            reader,
            writer,
            events,
            new CompositeMeterRegistry(),
            lane.clock(),
            lane,
            lane,
            lane::start,
            new CommonOptions()));
  }

  /** Who lost the lease ends: the product's process does so within three seconds. */
  private void ended() {
    lane.after(Duration.ofSeconds(3), this::kill);
  }

  /** As by SIGTERM: no new passes, what is on its way ends, the lease is given up. */
  public void stop() {
    lane.start(() -> {
      controller.stop(Duration.ofSeconds(10));
      writer.close(Duration.ofSeconds(10));
      election.close();
      kill();
    });
  }

  /** As by SIGKILL. */
  public void kill() {
    lane.kill();
  }

  public boolean alive() {
    return lane.alive();
  }

  /** As by SIGSTOP and SIGCONT. */
  public void freeze(Duration time) {
    lane.freeze(time);
  }

  /** Sets its wall clock off. */
  public void skew(Duration by) {
    lane.skew(by);
  }

  /** Whether it may write now. */
  public boolean leads() {
    return alive() && candidate.held();
  }

  public String identity() {
    return identity;
  }

  /** Nothing of this kind arrives for a time. */
  public void block(Resource resource, Duration time) {
    reader.informers().stream()
        .filter(informer -> informer.resource() == resource)
        .forEach(informer -> informer.block(time));
  }

  /** Up to which version it had seen a kind when its last pass began. */
  public long basis(Resource resource) {
    return reader.basis(resource);
  }
}
