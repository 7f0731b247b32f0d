package platform.tkex.gc.model;

/**
 * Kinds of objects that may name a version, in the order in which they are asked.
 *
 * <p>The order is the one in which a name is handed on: a CronJob makes Jobs, a template becomes a
 * revision, a revision becomes pods. Who hands a name on goes on naming it until it has arrived. So
 * a name that was not found where it comes from, because it had just left there, is found where it
 * went to, which is asked later.
 */
public enum Kind {
  CRON_JOB("apis/batch/v1", "cronjobs", "CronJob"),
  JOB("apis/batch/v1", "jobs", "Job"),
  DEPLOYMENT("apis/apps/v1", "deployments", "Deployment"),
  REPLICA_SET("apis/apps/v1", "replicasets", "ReplicaSet"),
  REPLICATION_CONTROLLER("api/v1", "replicationcontrollers", "ReplicationController"),
  DAEMON_SET("apis/apps/v1", "daemonsets", "DaemonSet"),
  STATEFUL_SET("apis/apps/v1", "statefulsets", "StatefulSet"),
  STATEFUL_SET_PLUS("apis/platform.tkex/v1", "statefulsetpluses", "StatefulSetPlus"),
  CONTROLLER_REVISION("apis/apps/v1", "controllerrevisions", "ControllerRevision"),
  POD("api/v1", "pods", "Pod");

  private final String group;
  private final String plural;
  private final String singular;

  Kind(String group, String plural, String singular) {
    this.group = group;
    this.plural = plural;
    this.singular = singular;
  }

  /** Path of the collection in a namespace. */
  public String path(String namespace) {
    return "/" + group + "/namespaces/" + namespace + "/" + plural;
  }

  /** As in manifests. */
  public String singular() {
    return singular;
  }
}
