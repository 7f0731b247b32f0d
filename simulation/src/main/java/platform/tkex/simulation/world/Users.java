package platform.tkex.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.kernel.Kernel;
import platform.tkex.simulation.scenario.Plan;
import platform.tkex.simulation.scenario.Scenario.Ending;
import platform.tkex.simulation.scenario.Setup;
import platform.tkex.simulation.scenario.Step;

/** The people who run {@code kubectl}; what does not fit the moment is simply refused. */
final class Users {

  private static final String USER = "user";
  private static final String STRAY = "stray";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Kernel kernel;
  private final ModelApiServer server;
  private final Setup setup;

  Users(Kernel kernel, ModelApiServer server, Setup setup) {
    this.kernel = kernel;
    this.server = server;
    this.setup = setup;
  }

  void create() {
    for (String name : List.of(Manifest.NAMESPACE, "tkex-system")) {
      ObjectNode namespace = JSON.objectNode().put("apiVersion", "v1").put("kind", "Namespace");
      namespace.putObject("metadata").put("name", name);
      server.handle(Request.post(Resource.NAMESPACES.path(null), namespace, USER));
    }
    apply(Manifest.of(setup));
  }

  private void apply(ObjectNode manifest) {
    String path = Resource.STATEFULSETPLUSES.path(Manifest.NAMESPACE);
    Answer answer = server.handle(Request.post(path, manifest, USER));
    if (!answer.succeeded()) {
      throw new IllegalStateException("the workload was refused: " + answer.message());
    }
  }

  /** Whether a person does such things. */
  boolean take(Step step) {
    switch (step) {
      case Step.Apply apply -> spec("template", Manifest.template(apply.image(), setup.claims()));
      case Step.Scale scale -> spec("replicas", JSON.numberNode(scale.replicas()));
      case Step.EditPlan edit -> editPlan(edit.plan());
      case Step.Strategy strategy ->
          spec("updateStrategy", Manifest.strategy(strategy.onDelete(), setup, isPlanned()));
      case Step.Pause pause -> annotate(Annotations.PAUSE, pause.paused() ? "true" : null);
      case Step.Confirm confirm ->
          annotate(
              Annotations.CONFIRM_BATCH, (confirm.named() ? target() + "/" : "") + confirm.batch());
      case Step.Rollback rollback -> {
        annotate(Annotations.ROLLBACK_MODE, rollback.inBatches() ? "in-batches" : null);
        annotate(Annotations.ROLLBACK, rollbackTo(rollback.revision()));
      }
      case Step.RollbackBatch rollback ->
          annotate(Annotations.ROLLBACK_BATCH, "" + rollback.batch());
      case Step.Retry retry -> annotate(Annotations.RETRY, target());
      case Step.DeletePod delete -> delete(Resource.PODS, pod(delete.ordinal()), null);
      case Step.DeleteRevision delete -> deleteRevision(delete.which());
      case Step.Relabel relabel -> relabel(pod(relabel.ordinal()), STRAY);
      case Step.Recreate recreate -> recreate(recreate.orphan());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Puts right what would stand in the way of any release, then applies a good manifest. */
  void end(@Nullable Ending ending) {
    if (ending == null) {
      return;
    }
    ObjectNode now = workload();
    if (now == null || now.path("metadata").has("deletionTimestamp")) {
      kernel.after(Duration.ofSeconds(1), () -> end(ending));
      return;
    }
    ObjectNode patch = JSON.objectNode();
    ObjectNode annotations = patch.putObject("metadata").putObject("annotations");
    annotations.putNull(Annotations.PAUSE).putNull(Annotations.ROLLBACK);
    annotations.putNull(Annotations.ROLLBACK_BATCH).putNull(Annotations.ROLLBACK_MODE);
    annotations.putNull(Annotations.RETRY).putNull(Annotations.CONFIRM_BATCH);
    ObjectNode spec = patch.putObject("spec").put("replicas", ending.replicas());
    spec.set("template", Manifest.template(ending.image(), setup.claims()));
    spec.set("batchDeployConfig", Manifest.plan(ending.plan()));
    spec.set("updateStrategy", Manifest.strategy(false, setup, true));
    patch(patch);
  }

  /** Pods that somebody had taken away are the workload's again. */
  void giveBack() {
    for (ObjectNode pod : server.list(Resource.PODS)) {
      if (pod.path("metadata").path("labels").path("app").asText().equals(STRAY)) {
        relabel(pod.path("metadata").path("name").asText(), Manifest.NAME);
      }
    }
  }

  private void editPlan(@Nullable Plan plan) {
    ObjectNode patch = JSON.objectNode();
    ObjectNode spec = patch.putObject("spec");
    spec.set("batchDeployConfig", Manifest.plan(plan));
    ObjectNode now = workload();
    boolean rolls = now != null && now.at("/spec/updateStrategy").has("rollingUpdate");
    if (setup.partition() != null && plan != null && rolls) {
      spec.putObject("updateStrategy").putObject("rollingUpdate").put("partition", 0);
    }
    patch(patch);
  }

  private boolean isPlanned() {
    ObjectNode now = workload();
    return now != null && now.path("spec").hasNonNull("batchDeployConfig");
  }

  private void spec(String field, JsonNode value) {
    ObjectNode patch = JSON.objectNode();
    patch.putObject("spec").set(field, value);
    patch(patch);
  }

  private void annotate(String annotation, @Nullable String value) {
    ObjectNode patch = JSON.objectNode();
    patch.putObject("metadata").putObject("annotations").put(annotation, value);
    patch(patch);
  }

  private void patch(ObjectNode patch) {
    server.handle(Request.mergePatch(workloadPath(), patch, USER));
  }

  private static String workloadPath() {
    return Resource.STATEFULSETPLUSES.path(Manifest.NAMESPACE, Manifest.NAME);
  }

  private void delete(Resource resource, String name, @Nullable ObjectNode options) {
    server.handle(Request.delete(resource.path(Manifest.NAMESPACE, name), options, USER));
  }

  private void deleteRevision(int which) {
    List<String> revisions = revisions();
    if (!revisions.isEmpty()) {
      delete(Resource.REVISIONS, revisions.get(which % revisions.size()), null);
    }
  }

  private void relabel(String pod, String app) {
    ObjectNode patch = JSON.objectNode();
    patch.putObject("metadata").putObject("labels").put("app", app);
    server.handle(Request.mergePatch(Resource.PODS.path(Manifest.NAMESPACE, pod), patch, USER));
  }

  private void recreate(boolean orphan) {
    ObjectNode now = workload();
    if (now == null || now.path("metadata").has("deletionTimestamp")) {
      return;
    }
    ObjectNode manifest = JSON.objectNode();
    manifest.put("apiVersion", "platform.tkex/v1").put("kind", "StatefulSetPlus");
    manifest.putObject("metadata").put("name", Manifest.NAME).put("namespace", Manifest.NAMESPACE);
    manifest.set("spec", now.get("spec"));
    delete(
        Resource.STATEFULSETPLUSES,
        Manifest.NAME,
        JSON.objectNode().put("propagationPolicy", orphan ? "Orphan" : "Background"));
    createOnceGone(manifest);
  }

  private void createOnceGone(ObjectNode manifest) {
    if (workload() == null) {
      apply(manifest);
    } else {
      kernel.after(Duration.ofSeconds(1), () -> createOnceGone(manifest));
    }
  }

  private @Nullable ObjectNode workload() {
    return server.get(Resource.STATEFULSETPLUSES, Manifest.NAMESPACE, Manifest.NAME);
  }

  private String pod(int ordinal) {
    return Manifest.NAME + "-" + (setup.start() + ordinal);
  }

  private String target() {
    ObjectNode now = workload();
    return now == null
        ? ""
        : now.path("status").path("batchDeployStatus").path("targetRevision").asText();
  }

  private @Nullable String rollbackTo(int revision) {
    List<String> revisions = revisions();
    if (revision < -1) {
      return null;
    }
    return revision < 0 || revisions.isEmpty()
        ? "last-good"
        : revisions.get(revision % revisions.size());
  }

  /** By their number. */
  private List<String> revisions() {
    return server.list(Resource.REVISIONS).stream()
        .sorted(Comparator.comparingLong(revision -> revision.path("revision").asLong()))
        .map(revision -> revision.path("metadata").path("name").asText())
        .toList();
  }
}
