package platform.tkex.gc.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Objects that name a version, one for each way to do so; none of them makes another object. */
final class References {
  private static final String VOLUMES =
      "volumes: [{name: v, configMap: {name: VERSION}}], containers: [{name: c, image: 'app:v1'}]";
  private static final String TEMPLATE = "metadata: {labels: {app: NAME}}, spec: {" + VOLUMES + "}";
  private static final String RESTARTED = "template: {" + TEMPLATE + "}";
  private static final String JOB = "template: {spec: {restartPolicy: Never, " + VOLUMES + "}}";
  private static final String SELECTOR = "selector: {matchLabels: {app: NAME}}";
  private static final String PLAIN = "containers: [{name: c, image: 'app:v1'}]";

  private References() {}

  /**
   * Manifests by what they are an example of. NAME, SOURCE, HASH and VERSION are to be filled in.
   */
  static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    pods(all);
    revisions(all);
    all.put(
        "statefulsetplus-pinned",
        plus(
            "configMaps: [{name: SOURCE, version: 'HASH'}],"
                + " template: {metadata: {labels: {app: NAME}}, spec: {"
                + PLAIN
                + "}}"));
    all.put("statefulsetplus-template", plus(RESTARTED));
    all.put(
        "deployment-paused",
        kind("apps/v1", "Deployment", "{paused: true, " + SELECTOR + ", " + RESTARTED + "}"));
    all.put(
        "replicaset",
        kind("apps/v1", "ReplicaSet", "{replicas: 0, " + SELECTOR + ", " + RESTARTED + "}"));
    all.put(
        "replicationcontroller",
        kind("v1", "ReplicationController", "{replicas: 0, " + RESTARTED + "}"));
    all.put(
        "statefulset",
        kind(
            "apps/v1",
            "StatefulSet",
            "{replicas: 0, serviceName: x, " + SELECTOR + ", " + RESTARTED + "}"));
    all.put(
        "daemonset",
        kind(
            "apps/v1",
            "DaemonSet",
            "{"
                + SELECTOR
                + ", "
                + RESTARTED.replace("spec: {", "spec: {nodeSelector: {no: such}, ")
                + "}"));
    all.put("job", kind("batch/v1", "Job", "{suspend: true, " + JOB + "}"));
    all.put(
        "cronjob",
        kind(
            "batch/v1",
            "CronJob",
            "{suspend: true, schedule: '0 0 1 1 *', jobTemplate: {spec: {" + JOB + "}}}"));
    return all;
  }

  static String way(String name) {
    return Objects.requireNonNull(all().get(name), name);
  }

  private static void pods(Map<String, String> all) {
    all.put("pod-volume", kind("v1", "Pod", "{" + VOLUMES + "}"));
    all.put(
        "pod-projected",
        kind(
            "v1",
            "Pod",
            "{volumes: [{name: v, projected: {sources: [{configMap: {name: VERSION}}]}}], "
                + PLAIN
                + "}"));
    all.put(
        "pod-env",
        kind(
            "v1",
            "Pod",
            "{containers: [{name: c, image: 'app:v1', env: [{name: E, valueFrom:"
                + " {configMapKeyRef: {name: VERSION, key: key}}}]}]}"));
    all.put(
        "pod-env-from",
        kind(
            "v1",
            "Pod",
            "{containers: [{name: c, image: 'app:v1', envFrom: [{configMapRef:"
                + " {name: VERSION}}]}]}"));
    all.put(
        "pod-init-container",
        kind(
            "v1",
            "Pod",
            "{initContainers: [{name: i, image: 'app:v1', envFrom: [{configMapRef:"
                + " {name: VERSION}}]}], "
                + PLAIN
                + "}"));
    all.put("pod-annotation", annotated("v1", "Pod", "spec: {" + PLAIN + "}"));
  }

  private static void revisions(Map<String, String> all) {
    all.put(
        "revision-annotation",
        annotated("apps/v1", "ControllerRevision", "revision: 1, data: {spec: {}}"));
    all.put(
        "revision-template",
        manifest(
            "apps/v1",
            "ControllerRevision",
            "",
            "revision: 1, data: {spec: {template: {" + TEMPLATE + "}}}"));
    all.put(
        "revision-template-annotation",
        manifest(
            "apps/v1",
            "ControllerRevision",
            "",
            "revision: 1, data: {spec: {template: {metadata: {annotations:"
                + " {platform.tkex/config-version.SOURCE: 'HASH'}}}}}"));
  }

  private static String plus(String spec) {
    return kind(
        "platform.tkex/v1",
        "StatefulSetPlus",
        "{replicas: 0, serviceName: x, " + SELECTOR + ", " + spec + "}");
  }

  private static String kind(String apiVersion, String kind, String spec) {
    return manifest(apiVersion, kind, "", "spec: " + spec);
  }

  private static String annotated(String apiVersion, String kind, String rest) {
    return manifest(
        apiVersion, kind, ", annotations: {platform.tkex/config-version.SOURCE: 'HASH'}", rest);
  }

  private static String manifest(String apiVersion, String kind, String meta, String rest) {
    return "---\n{apiVersion: %s, kind: %s, metadata: {name: NAME, namespace: NAMESPACE%s}, %s}"
        .formatted(apiVersion, kind, meta, rest);
  }

  /** The object that names version 1. */
  static HasMetadata object(String manifest, String name, Versions versions) {
    String filled =
        manifest
            .replace("NAMESPACE", versions.namespace().name())
            .replace("NAME", name)
            .replace("VERSION", versions.name(1))
            .replace("SOURCE", versions.source())
            .replace("HASH", Versions.hash(1));
    return Serialization.unmarshal(filled, HasMetadata.class);
  }
}
