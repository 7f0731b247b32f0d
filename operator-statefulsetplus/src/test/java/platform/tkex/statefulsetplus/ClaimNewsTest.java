package platform.tkex.statefulsetplus;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimNewsTest {

  private final List<String> told = new ArrayList<>();
  private final ClaimNews news = new ClaimNews(key -> told.add(key.namespace() + "/" + key.name()));

  @Test
  void everyWorkloadWhoseClaimItMayBeIsTold() {
    // when
    news.onDelete(claim("my-data-web-front-12"), false);

    // then
    assertThat(told).containsExactly("shop/data-web-front", "shop/web-front", "shop/front");
  }

  @Test
  void aClaimThatIsNotNumberedConcernsNobody() {
    // when
    news.onAdd(claim("data-web"));
    news.onAdd(claim("data-0"));

    // then
    assertThat(told).isEmpty();
  }

  @Test
  void anUpdateIsToldWhenTheClaimGoesOrChangesHands() {
    // given
    PersistentVolumeClaim before = claim("data-web-0");
    PersistentVolumeClaim bound = claim("data-web-0");
    bound.getMetadata().setResourceVersion("2");
    PersistentVolumeClaim going = claim("data-web-0");
    going.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    PersistentVolumeClaim owned = claim("data-web-0");
    owned
        .getMetadata()
        .setOwnerReferences(List.of(new OwnerReferenceBuilder().withName("web").build()));

    // when
    news.onUpdate(before, bound);

    // then
    assertThat(told).isEmpty();

    // when
    news.onUpdate(before, going);
    news.onUpdate(before, owned);

    // then
    assertThat(told).containsExactly("shop/web", "shop/web");
  }

  private static PersistentVolumeClaim claim(String name) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .endMetadata()
        .build();
  }
}
