package platform.tkex.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.scenario.Image;
import platform.tkex.simulation.scenario.Plan;
import platform.tkex.simulation.scenario.Scenario;
import platform.tkex.simulation.scenario.Setup;

/** The workload's YAML, as JSON. */
public final class Manifest {

  static final String NAMESPACE = Scenario.NAMESPACE;
  static final String NAME = "web";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Manifest() {}

  static ObjectNode of(Setup setup) {
    ObjectNode object = JSON.objectNode();
    object.put("apiVersion", "platform.tkex/v1").put("kind", "StatefulSetPlus");
    object.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
    ObjectNode spec = object.putObject("spec");
    spec.put("replicas", setup.replicas()).put("serviceName", NAME);
    spec.put("podManagementPolicy", setup.parallel() ? "Parallel" : "OrderedReady");
    spec.put("minReadySeconds", setup.minReadySeconds());
    spec.put("revisionHistoryLimit", setup.historyLimit());
    spec.putObject("ordinals").put("start", setup.start());
    spec.putObject("selector").putObject("matchLabels").put("app", NAME);
    spec.set("updateStrategy", strategy(setup.onDelete(), setup, setup.plan() != null));
    spec.set("template", template(setup.image(), setup.claims()));
    if (setup.claims()) {
      claims(spec);
    }
    if (setup.plan() != null) {
      spec.set("batchDeployConfig", plan(setup.plan()));
    }
    return object;
  }

  /**
   * The strategy.
   *
   * @param planned a plan and a partition refuse each other
   */
  static ObjectNode strategy(boolean onDelete, Setup setup, boolean planned) {
    ObjectNode strategy = JSON.objectNode().put("type", onDelete ? "OnDelete" : "RollingUpdate");
    strategy.put("podUpdatePolicy", setup.inPlace() ? "InPlaceIfPossible" : "Recreate");
    if (!onDelete) {
      ObjectNode rolling = strategy.putObject("rollingUpdate");
      rolling.put("maxUnavailable", setup.maxUnavailable());
      if (setup.partition() != null) {
        rolling.put("partition", planned ? Integer.valueOf(0) : setup.partition());
      }
    }
    return strategy;
  }

  static ObjectNode template(String image, boolean mounted) {
    ObjectNode template = JSON.objectNode();
    template.putObject("metadata").putObject("labels").put("app", NAME);
    ObjectNode container =
        template.putObject("spec").putArray("containers").addObject().put("name", "main");
    container.put("image", image);
    if (Image.number(image) % 3 == 2) {
      // no pod that lives can be given another environment
      container.putArray("env").addObject().put("name", "VERSION").put("value", image);
    }
    if (mounted) {
      container.putArray("volumeMounts").addObject().put("name", "data").put("mountPath", "/data");
    }
    return template;
  }

  private static void claims(ObjectNode spec) {
    ObjectNode claim = spec.putArray("volumeClaimTemplates").addObject();
    claim.putObject("metadata").put("name", "data");
    ObjectNode inner = claim.putObject("spec");
    inner.putArray("accessModes").add("ReadWriteOnce");
    inner.putObject("resources").putObject("requests").put("storage", "1Gi");
    spec.putObject("persistentVolumeClaimRetentionPolicy")
        .put("whenDeleted", "Delete")
        .put("whenScaled", "Delete");
  }

  /** All fields, so that a merge patch with it leaves nothing of an earlier plan. */
  static JsonNode plan(@Nullable Plan plan) {
    if (plan == null) {
      return JSON.nullNode();
    }
    ObjectNode config = JSON.objectNode();
    config.put("batchNum", plan.batches()).put("batchAuto", plan.auto());
    config.put("batchIntervalMinutes", plan.intervalMinutes());
    if (plan.sizes().isEmpty()) {
      config.putNull("podsNumToUpdate");
    } else {
      ArrayNode sizes = config.putArray("podsNumToUpdate");
      plan.sizes().forEach(size -> sizes.add(amount(size)));
    }
    config.put("podsUpdateMode", plan.serial() ? "Serial" : "Parallel");
    config.set(
        "maxUnavailable",
        plan.maxUnavailable().isEmpty() ? JSON.textNode("100%") : amount(plan.maxUnavailable()));
    config.put("batchTimeoutSeconds", plan.timeoutSeconds());
    config.set("failedPodsTolerance", amount(plan.tolerance()));
    config.put("rollbackScope", plan.rollbackScope());
    return config;
  }

  private static JsonNode amount(String text) {
    return text.endsWith("%") ? JSON.textNode(text) : JSON.numberNode(Integer.parseInt(text));
  }
}
