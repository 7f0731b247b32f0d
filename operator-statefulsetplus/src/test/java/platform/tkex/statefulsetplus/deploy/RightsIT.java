package platform.tkex.statefulsetplus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.Manifests;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.operator.OperatorProcess;
import platform.tkex.testkit.operator.OperatorSettings;

/**
 * What the operator may do and what it did in a whole run of the tests are the same. It comes after
 * all others, on their cluster.
 */
@Tag("after-all")
@KubernetesCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RightsIT {

  /**
   * Asked for by admission (OwnerReferencesPermissionEnforcement) about what gets an owner, never
   * by requests of their own. The cluster of the whole run has this admission on, so without these
   * rights no test would see a pod, or a claim with an owner.
   */
  private static final Set<String> BY_ADMISSION =
      Set.of(
          "update statefulsetpluses/finalizers (platform.tkex)",
          "update pods/finalizers (core)",
          "delete persistentvolumeclaims (core)");

  private Cluster cluster;
  private List<AuditLog.Audited> requests;

  /**
   * The processes of the other tests act at once; this one is elected, in a namespace of its own.
   */
  @BeforeAll
  void readWhatWasDone(Cluster cluster, TestNamespace own) {
    this.cluster = cluster;
    OperatorSettings elected =
        OperatorSettings.statefulSetPlus()
            .with(
                "--leader-elect=true",
                "--namespace=" + AuditLog.NAMESPACE,
                "--watch-namespace=" + own.name());
    for (int life = 0; life < 2; life++) {
      try (OperatorProcess operator = OperatorProcess.of(cluster, elected)) {
        operator.start();
      }
    }
    requests = AuditLog.of(cluster);
  }

  /**
   * The authorizer's word: quotas, webhooks and dying namespaces answer with 403 too. An API server
   * that was started a moment ago has not read its roles yet and forbids what it else allows.
   */
  @Test
  void nothingWasForbidden() {
    Set<String> used = used();

    assertThat(requests)
        .hasSizeGreaterThan(1_000)
        .filteredOn(request -> !request.allowed() && !used.contains(right(request)))
        .extracting(AuditLog.Audited::what)
        .isEmpty();
  }

  @Test
  void everyRightWasUsed() {
    Set<String> unused = granted();
    unused.removeAll(used());
    unused.removeAll(BY_ADMISSION);

    assertThat(unused).as("rights that no request needed").isEmpty();
  }

  @Test
  void everyUseIsGrantedByThisRoleAndNoOther() {
    Set<String> beyond = used();
    beyond.removeAll(granted());

    assertThat(beyond).as("requests that some other role allowed").isEmpty();
  }

  private Set<String> used() {
    return requests.stream()
        .filter(request -> request.allowed() && !request.resource().isEmpty())
        .map(RightsIT::right)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> granted() {
    return Manifests.rendered(cluster.client(), "deploy/base").stream()
        .filter(object -> object.getMetadata().getName().endsWith(AuditLog.ACCOUNT))
        .flatMap(object ->
            object instanceof ClusterRole role
                ? role.getRules().stream()
                : object instanceof Role role ? role.getRules().stream() : Stream.empty())
        .flatMap(RightsIT::rights)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> rights(PolicyRule rule) {
    return rule.getVerbs().stream()
        .flatMap(verb ->
            rule.getResources().stream()
                .flatMap(resource ->
                    rule.getApiGroups().stream().map(group -> right(verb, resource, group))));
  }

  private static String right(AuditLog.Audited request) {
    return right(request.verb(), request.resource(), request.group());
  }

  private static String right(String verb, String resource, String group) {
    return "%s %s (%s)".formatted(verb, resource, group.isEmpty() ? "core" : group);
  }
}
