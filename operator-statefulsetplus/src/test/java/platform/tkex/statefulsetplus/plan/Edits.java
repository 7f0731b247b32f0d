package platform.tkex.statefulsetplus.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Switching;
import platform.tkex.statefulsetplus.model.Workload;

/** One-field changes of the records that tests edit. */
public final class Edits {
  private Edits() {}

  public static Workload replicas(Workload w, int replicas) {
    return copy(w, replicas, w.parallel(), w.partition(), w.batches(), w.paused());
  }

  public static Workload paused(Workload w, boolean paused) {
    return copy(w, w.replicas(), w.parallel(), w.partition(), w.batches(), paused);
  }

  public static Workload partition(Workload w, @Nullable Integer partition) {
    return copy(w, w.replicas(), w.parallel(), partition, w.batches(), w.paused());
  }

  public static Workload batches(Workload w, @Nullable BatchConfig batches) {
    return copy(w, w.replicas(), w.parallel(), w.partition(), batches, w.paused());
  }

  public static Workload ordered(Workload w) {
    return copy(w, w.replicas(), false, w.partition(), w.batches(), w.paused());
  }

  public static Workload onDelete(Workload w) {
    return copy(w, w.replicas(), w.parallel(), true, w.partition(), w.batches(), w.paused());
  }

  public static Workload rollingUpdate(Workload w) {
    return copy(w, w.replicas(), w.parallel(), false, w.partition(), w.batches(), w.paused());
  }

  public static Workload deleting(Workload w) {
    return new Workload(
        w.namespace(),
        w.name(),
        w.uid(),
        w.replicas(),
        w.start(),
        w.parallel(),
        w.onDelete(),
        w.partition(),
        w.maxUnavailable(),
        w.minReady(),
        w.historyLimit(),
        w.claimTemplates(),
        w.retention(),
        w.batches(),
        true,
        w.paused());
  }

  public static Workload minReady(Workload w, Duration minReady) {
    return copy(w, w.start(), w.maxUnavailable(), minReady, w.claimTemplates(), w.retention());
  }

  public static Workload start(Workload w, int start) {
    return copy(w, start, w.maxUnavailable(), w.minReady(), w.claimTemplates(), w.retention());
  }

  public static Workload maxUnavailable(Workload w, Amount amount) {
    return copy(w, w.start(), amount, w.minReady(), w.claimTemplates(), w.retention());
  }

  public static Workload claims(Workload w, Workload.ClaimRetention retention, String... names) {
    return copy(w, w.start(), w.maxUnavailable(), w.minReady(), List.of(names), retention);
  }

  private static Workload copy(
      Workload w,
      int start,
      Amount maxUnavailable,
      Duration minReady,
      List<String> claimTemplates,
      Workload.ClaimRetention retention) {
    return new Workload(
        w.namespace(),
        w.name(),
        w.uid(),
        w.replicas(),
        start,
        w.parallel(),
        w.onDelete(),
        w.partition(),
        maxUnavailable,
        minReady,
        w.historyLimit(),
        claimTemplates,
        retention,
        w.batches(),
        w.deleting(),
        w.paused());
  }

  private static Workload copy(
      Workload w,
      int replicas,
      boolean parallel,
      @Nullable Integer partition,
      @Nullable BatchConfig batches,
      boolean paused) {
    return copy(w, replicas, parallel, w.onDelete(), partition, batches, paused);
  }

  private static Workload copy(
      Workload w,
      int replicas,
      boolean parallel,
      boolean onDelete,
      @Nullable Integer partition,
      @Nullable BatchConfig batches,
      boolean paused) {
    return new Workload(
        w.namespace(),
        w.name(),
        w.uid(),
        replicas,
        w.start(),
        parallel,
        onDelete,
        partition,
        w.maxUnavailable(),
        w.minReady(),
        w.historyLimit(),
        w.claimTemplates(),
        w.retention(),
        batches,
        w.deleting(),
        paused);
  }

  public static BatchConfig sizes(BatchConfig c, int batchNum, Amount... sizes) {
    return config(c, batchNum, c.auto(), c.interval(), List.of(sizes), c.serial(), c.tolerance());
  }

  public static BatchConfig confirmed(BatchConfig c) {
    return config(c, c.batchNum(), false, c.interval(), c.sizes(), c.serial(), c.tolerance());
  }

  public static BatchConfig interval(BatchConfig c, Duration interval) {
    return config(c, c.batchNum(), c.auto(), interval, c.sizes(), c.serial(), c.tolerance());
  }

  public static BatchConfig serial(BatchConfig c) {
    return config(c, c.batchNum(), c.auto(), c.interval(), c.sizes(), true, c.tolerance());
  }

  public static BatchConfig tolerance(BatchConfig c, Amount tolerance) {
    return config(c, c.batchNum(), c.auto(), c.interval(), c.sizes(), c.serial(), tolerance);
  }

  private static BatchConfig config(
      BatchConfig c,
      int batchNum,
      boolean auto,
      Duration interval,
      List<Amount> sizes,
      boolean serial,
      Amount tolerance) {
    return new BatchConfig(
        batchNum,
        auto,
        interval,
        sizes,
        serial,
        c.maxUnavailable(),
        c.timeout(),
        tolerance,
        c.rollbackScope());
  }

  public static BatchConfig maxUnavailable(BatchConfig c, Amount maxUnavailable) {
    return new BatchConfig(
        c.batchNum(),
        c.auto(),
        c.interval(),
        c.sizes(),
        c.serial(),
        maxUnavailable,
        c.timeout(),
        c.tolerance(),
        c.rollbackScope());
  }

  public static BatchConfig scope(BatchConfig c, BatchConfig.RollbackScope scope) {
    return new BatchConfig(
        c.batchNum(),
        c.auto(),
        c.interval(),
        c.sizes(),
        c.serial(),
        c.maxUnavailable(),
        c.timeout(),
        c.tolerance(),
        scope);
  }

  public static PodState terminating(PodState p) {
    return pod(p, p.phase(), true, p.readySince(), p.identityOk());
  }

  public static PodState unready(PodState p) {
    return pod(p, p.phase(), p.terminating(), null, p.identityOk());
  }

  public static PodState ready(PodState p, Instant since) {
    return pod(p, p.phase(), p.terminating(), since, p.identityOk());
  }

  public static PodState pending(PodState p) {
    return pod(p, PodState.Phase.PENDING, p.terminating(), null, p.identityOk());
  }

  public static PodState ended(PodState p) {
    return pod(p, PodState.Phase.TERMINAL, p.terminating(), null, p.identityOk());
  }

  public static PodState renamed(PodState p) {
    return pod(p, p.phase(), p.terminating(), p.readySince(), false);
  }

  private static PodState pod(
      PodState p,
      PodState.Phase phase,
      boolean terminating,
      @Nullable Instant readySince,
      boolean identityOk) {
    return new PodState(
            p.name(),
            p.ordinal(),
            p.uid(),
            p.resourceVersion(),
            p.revision(),
            phase,
            terminating,
            readySince,
            identityOk)
        .withGate(p.gate());
  }

  /** In the middle of a change in place that its node can never make. */
  public static PodState impossible(PodState p) {
    return new PodState(
        p.name(),
        p.ordinal(),
        p.uid(),
        p.resourceVersion(),
        p.revision(),
        p.phase(),
        p.terminating(),
        p.readySince(),
        p.identityOk(),
        PodState.Change.IMPOSSIBLE,
        null,
        null,
        p.gate());
  }

  /** In the middle of a switch of its two containers. */
  public static PodState switching(PodState p, Switching switching) {
    return new PodState(
        p.name(),
        p.ordinal(),
        p.uid(),
        p.resourceVersion(),
        p.revision(),
        p.phase(),
        p.terminating(),
        p.readySince(),
        p.identityOk(),
        PodState.Change.UNDER_WAY,
        null,
        switching,
        p.gate());
  }

  public static Commands confirm(Commands c, String value) {
    return new Commands(value, c.rollback(), c.rollbackMode(), c.rollbackBatch(), c.retry());
  }

  public static Commands rollback(Commands c, String value, String mode) {
    return new Commands(c.confirmBatch(), value, mode, c.rollbackBatch(), c.retry());
  }

  public static Commands rollbackBatch(Commands c, String value) {
    return new Commands(c.confirmBatch(), c.rollback(), c.rollbackMode(), value, c.retry());
  }

  public static Commands retry(Commands c, String value) {
    return new Commands(c.confirmBatch(), c.rollback(), c.rollbackMode(), c.rollbackBatch(), value);
  }
}
