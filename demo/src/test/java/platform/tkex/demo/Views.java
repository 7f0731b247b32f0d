package platform.tkex.demo;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** Recorded and made-up looks at a workload. */
final class Views {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:12Z");

  private Views() {}

  /** As the API server answered. */
  static ReleaseView recorded(String file) {
    try (InputStream in = Views.class.getResourceAsStream(file)) {
      StatefulSetPlus object = new KubernetesSerialization().unmarshal(in, StatefulSetPlus.class);
      return ReleaseView.of(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * 50 pods in 5 batches of 10, of which {@code order} is the current one and those before
   * succeeded.
   */
  static ReleaseView view(String status, int order, String target, String lastGood, String failed) {
    return view(status, order, target, lastGood, failed, "");
  }

  static ReleaseView view(
      String status, int order, String target, String lastGood, String failed, String rollback) {
    boolean done = status.equals("Completed");
    int updated = done ? 50 : Math.max(0, order - 1) * 10;
    List<ReleaseView.Batch> batches = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      String outcome = done || i < order ? "Succeeded" : i == order ? "Progressing" : "Pending";
      int there = outcome.equals("Succeeded") ? 10 : 0;
      int lowest = 50 - i * 10;
      batches.add(
          new ReleaseView.Batch(i, lowest + "-" + (lowest + 9), 10, there, there, 0, outcome));
    }
    return new ReleaseView(
        "meeting",
        50,
        true,
        status.equals("Paused"),
        50,
        updated,
        updated,
        status,
        done ? "Completed" : "Next",
        rollback,
        done,
        order,
        NOW.plusSeconds(17),
        "",
        new ReleaseView.Revisions(target, lastGood, failed),
        batches);
  }
}
