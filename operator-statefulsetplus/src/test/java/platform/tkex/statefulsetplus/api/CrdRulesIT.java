package platform.tkex.statefulsetplus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/** Each rule of the committed CRD is the reason of some refusal among {@code refused.yaml}. */
@KubernetesCluster
class CrdRulesIT {

  @Test
  void everyRuleHasARefusal(KubernetesClient client, TestNamespace namespace) {
    List<CrdRule> rules =
        CrdRule.in(
            RawApi.committed("deploy/base/crds/statefulsetpluses.platform.tkex.yaml")
                .at("/spec/versions/0/schema/openAPIV3Schema"));
    assertThat(rules).hasSizeGreaterThan(100);

    List<StatusCause> causes = new ArrayList<>();
    RawApi api = new RawApi(client, namespace.name());
    api.create(RefusalCase.BASE);
    RefusalCase.all().forEach(refusal -> causes.addAll(causes(refusal, api)));

    assertThat(rules)
        .as("rules without a refusal")
        .filteredOn(rule -> causes.stream().noneMatch(rule::isReasonOf))
        .isEmpty();
  }

  private static List<StatusCause> causes(RefusalCase refusal, RawApi api) {
    try {
      JsonNode taken = refusal.send(api);
      throw new AssertionError(refusal + " was taken: " + taken);
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("%s", refusal).isEqualTo(422);
      return e.getStatus().getDetails().getCauses();
    }
  }
}
