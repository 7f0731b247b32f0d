package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a namespace holds, short enough to read in a failed test's log. */
final class ClusterDump {

  private static final int NEWEST_EVENTS = 60;

  private ClusterDump() {}

  static String of(KubernetesClient client, String namespace) {
    StringBuilder out = new StringBuilder("--- namespace " + namespace + "\n");
    try {
      workloads(client, namespace, "apps/v1", "StatefulSet", out);
      workloads(client, namespace, "platform.tkex/v1", "StatefulSetPlus", out);
      for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
        out.append(pod(pod));
      }
      for (ControllerRevision r :
          client.apps().controllerRevisions().inNamespace(namespace).list().getItems()) {
        out.append("revision %s number=%d%s%n".formatted(name(r), r.getRevision(), owners(r)));
      }
      for (PersistentVolumeClaim c :
          client.persistentVolumeClaims().inNamespace(namespace).list().getItems()) {
        out.append("claim %s %s%s%n".formatted(name(c), c.getStatus().getPhase(), owners(c)));
      }
      out.append(events(client, namespace));
    } catch (KubernetesClientException e) {
      out.append("dump incomplete: ").append(e.getMessage());
    }
    return out.toString();
  }

  private static void workloads(
      KubernetesClient client, String namespace, String api, String kind, StringBuilder out) {
    List<GenericKubernetesResource> found;
    try {
      found = client.genericKubernetesResources(api, kind).inNamespace(namespace).list().getItems();
    } catch (KubernetesClientException e) {
      return; // a kind that this cluster does not serve
    }
    for (GenericKubernetesResource workload : found) {
      Map<String, Object> spec = workload.get("spec");
      Object status = workload.get("status");
      out.append(
          "%s %s generation=%d replicas=%s updateStrategy=%s%n  status=%s%n"
              .formatted(
                  kind,
                  name(workload),
                  workload.getMetadata().getGeneration(),
                  spec.get("replicas"),
                  spec.get("updateStrategy"),
                  status == null ? "none" : Serialization.asJson(status)));
    }
  }

  private static String pod(Pod pod) {
    String containers =
        pod.getStatus().getContainerStatuses().stream()
            .map(ClusterDump::container)
            .collect(Collectors.joining(","));
    return "pod %s uid=%s %s ready=%s revision=%s node=%s%s %s annotations=%s%s%n"
        .formatted(
            name(pod),
            pod.getMetadata().getUid(),
            pod.getStatus().getPhase(),
            Pods.isReady(pod),
            Pods.revision(pod),
            pod.getSpec().getNodeName(),
            pod.getMetadata().getDeletionTimestamp() == null
                ? ""
                : " deleted=" + pod.getMetadata().getDeletionTimestamp(),
            containers,
            pod.getMetadata().getAnnotations(),
            owners(pod));
  }

  private static String container(ContainerStatus status) {
    return status.getName() + "=" + status.getImage() + " restarts=" + status.getRestartCount();
  }

  private static String events(KubernetesClient client, String namespace) {
    List<Event> all = client.v1().events().inNamespace(namespace).list().getItems();
    return all.stream()
        .sorted(Comparator.comparing(ClusterDump::time))
        .skip(Math.max(0, all.size() - NEWEST_EVENTS))
        .map(e ->
            "event %s %s %s/%s %s: %s%n"
                .formatted(
                    time(e),
                    e.getType(),
                    e.getInvolvedObject().getKind(),
                    e.getInvolvedObject().getName(),
                    e.getReason(),
                    e.getMessage()))
        .collect(Collectors.joining());
  }

  private static String time(Event event) {
    if (event.getEventTime() != null) {
      return event.getEventTime().getTime();
    }
    return Objects.requireNonNullElse(event.getLastTimestamp(), "");
  }

  private static String owners(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .map(o -> " owner=" + o.getKind() + "/" + o.getName())
        .collect(Collectors.joining());
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
