package platform.tkex.demo;

import java.time.Duration;
import java.util.List;

/** The story that the demo tells, step by step; it ends normally only when all of it happened. */
final class Scenario {
  private static final Duration HOLD = Duration.ofSeconds(6);
  private static final Duration SHORT = Duration.ofSeconds(60);

  private final Workload workload;
  private final Manifest manifest;
  private final Settings settings;
  private final StepRunner runner;
  private final Screen screen;

  Scenario(
      Workload workload, Manifest manifest, Settings settings, StepRunner runner, Screen screen) {
    this.workload = workload;
    this.manifest = manifest;
    this.settings = settings;
    this.runner = runner;
    this.screen = screen;
  }

  void play() throws InterruptedException, StepFailed {
    Duration patience = settings.patience();
    screen.step("1/5 Create %s with image %s".formatted(manifest.name(), manifest.image()));
    if (workload.exists()) {
      screen.say("   taking away what an earlier run left ...");
    }
    workload.reset();
    ReleaseView first = runner.await("first rollout", Expectation.firstRollout(), patience);
    check("v1", manifest.image());

    int batches = manifest.batches();
    String old = first.revisions().lastGood();
    screen.step("2/5 Release %s in %d batches".formatted(settings.newImage(), batches));
    workload.release("v2", settings.newImage());
    runner.await("release of v2", Expectation.secondBatch(old), patience);

    screen.step("3/5 Pause by annotation");
    workload.pause();
    runner.await("pause", Expectation.staysPaused(HOLD), SHORT);

    screen.step("4/5 Resume");
    workload.resume();
    ReleaseView second =
        runner.await("rest of the release", Expectation.completed(old, batches), patience);
    check("v2", settings.newImage());

    String good = second.revisions().lastGood();
    screen.step("5/5 Release %s, which never becomes ready".formatted(settings.badImage()));
    workload.release("broken", settings.badImage());
    runner.await(
        "automatic rollback",
        Expectation.rolledBack(good),
        patience.plusSeconds(manifest.deadlineSeconds()));
    check("v2", settings.newImage());
  }

  /** The status said so; the pods themselves must show it too. */
  private void check(String version, String image) throws StepFailed {
    List<String> wrong = workload.podsNotAt(version, image);
    if (!wrong.isEmpty()) {
      throw new StepFailed(
          "the status says that all pods are ready at %s, but not so: %s"
              .formatted(version, wrong));
    }
    screen.say("   every pod runs %s and is ready".formatted(image));
  }
}
