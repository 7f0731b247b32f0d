package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Names a workload. */
record WorkloadKey(String namespace, String name) {
  static WorkloadKey of(HasMetadata workload) {
    return new WorkloadKey(workload.getMetadata().getNamespace(), workload.getMetadata().getName());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
