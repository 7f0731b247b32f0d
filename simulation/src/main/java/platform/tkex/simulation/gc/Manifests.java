package platform.tkex.simulation.gc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import platform.tkex.simulation.api.Resource;

/** What there is in the simulated namespace. */
final class Manifests {
  static final String NAMESPACE = "x";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private static final String TEMPLATE =
      "template: {spec: {volumes: [{name: 'v', configMap: {name: '%s'}}]}}";

  private Manifests() {}

  /** An object that stays as it is. */
  record Made(Resource resource, ObjectNode object) {}

  static Made of(Resource resource, String name, String fields) {
    try {
      ObjectNode object = (ObjectNode) JSON.readTree("{" + fields + "}");
      object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
      object.withObject("/metadata").put("name", name);
      return new Made(resource, object);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(fields, e);
    }
  }

  static String hash(int number) {
    return "%010x".formatted(number);
  }

  static String versionName(String source, int number) {
    return source + "-" + hash(number);
  }

  static Made source(String name, int keep) {
    return of(
        Resource.CONFIGMAPS,
        name,
        "metadata: {labels: {'platform.tkex/versioned': 'true'},"
            + " annotations: {'platform.tkex/keep-versions': '%d'}}".formatted(keep));
  }

  static Made version(String source, int number) {
    return of(
        Resource.CONFIGMAPS,
        versionName(source, number),
        ("metadata: {labels: {'platform.tkex/configmap-name': '%s',"
                + " 'platform.tkex/configmap-version': '%d'}}, immutable: true, data: {a: '%d'}")
            .formatted(source, number, number));
  }

  static Made revision(String name, String source, int number) {
    return of(
        Resource.REVISIONS,
        name,
        ("metadata: {annotations: {'platform.tkex/config-version.%s': '%s'}},"
                + " revision: 1, data: {spec: {}}")
            .formatted(source, hash(number)));
  }

  static Made pod(String name, String version) {
    return of(
        Resource.PODS,
        name,
        ("spec: {containers: [{name: 'c', image: 'i'}],"
                + " volumes: [{name: 'v', configMap: {name: '%s'}}]}")
            .formatted(version));
  }

  /** One of each kind, which name a version each from the beginning to the end. */
  static List<Made> lasting(String source) {
    return List.of(
        of(Resource.DEPLOYMENTS, "d", "spec: {" + template(source, 1) + "}"),
        of(Resource.REPLICASETS, "rs", "spec: {" + template(source, 2) + "}"),
        of(Resource.DAEMONSETS, "ds", "spec: {" + template(source, 3) + "}"),
        of(Resource.STATEFULSETS, "sts", "spec: {" + template(source, 4) + "}"),
        of(Resource.JOBS, "j", "spec: {" + template(source, 5) + "}"),
        of(Resource.CRONJOBS, "cj", "spec: {jobTemplate: {spec: {" + template(source, 6) + "}}}"),
        of(Resource.REPLICATIONCONTROLLERS, "rc", "spec: {" + template(source, 7) + "}"),
        of(
            Resource.STATEFULSETPLUSES,
            "stsp",
            "spec: {configMaps: [{name: '%s', version: '%s'}]}".formatted(source, hash(8))),
        of(
            Resource.PODS,
            "p",
            ("metadata: {annotations: {'platform.tkex/config-version.%s': '%s'}},"
                    + " spec: {containers: [{name: 'c', image: 'i'}]}")
                .formatted(source, hash(9))),
        revision("lasting", source, 10));
  }

  private static String template(String source, int number) {
    return TEMPLATE.formatted(versionName(source, number));
  }

  static Made slot(String name, String workload) {
    return of(
        Resource.CONFIGMAPS,
        name,
        "metadata: {labels: {'platform.tkex/slots-of': '%s'}}".formatted(workload));
  }

  static Made preload(String name, String workload) {
    return of(
        Resource.PODS,
        name,
        ("metadata: {labels: {'platform.tkex/preload-of': '%s'}},"
                + " spec: {containers: [{name: 'c', image: 'i'}]}")
            .formatted(workload));
  }
}
