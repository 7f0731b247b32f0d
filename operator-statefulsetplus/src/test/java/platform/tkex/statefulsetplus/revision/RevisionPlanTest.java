package platform.tkex.statefulsetplus.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevisionPlanTest {

  @Test
  void aNewTemplateGetsTheNextNumber() {
    // when
    RevisionPlan.Update update = update("v2", List.of(revision("v1", 7)), 0);

    // then
    assertThat(update)
        .isInstanceOfSatisfying(
            RevisionPlan.Update.Create.class,
            create -> {
              assertThat(create.number()).isEqualTo(8);
              assertThat(create.name()).startsWith("web-").hasSize("web-".length() + 10);
            });
  }

  @Test
  void eachCollisionLeadsToAnotherName() {
    // when
    List<String> names =
        List.of(0, 1, 2).stream()
            .map(collisions -> update("v1", List.of(), collisions))
            .map(update -> ((RevisionPlan.Update.Create) update).name())
            .toList();

    // then
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void theNewestOneIsCurrentWhateverTheCollisionCountIs() {
    // given
    Revision newest = revision("v1", 2);

    // then
    assertThat(update("v1", List.of(revision("v0", 1), newest), 3))
        .isEqualTo(new RevisionPlan.Update.Current(newest));
  }

  @Test
  void anOlderOneIsUsedAgainUnderTheNextNumber() {
    // given
    Revision older = revision("v1", 1);

    // then
    assertThat(update("v1", List.of(older, revision("v2", 2)), 0))
        .isEqualTo(new RevisionPlan.Update.Reuse(older, 3));
  }

  @Test
  void onlyRevisionsThatNothingUsesCountAgainstTheLimit() {
    // given
    List<Revision> kept =
        List.of(revision("v3", 3), revision("v1", 1), revision("v4", 4), revision("v2", 2));

    // then
    assertThat(RevisionPlan.surplus(kept, Set.of("v1", "v4"), 1))
        .extracting(Revision::name)
        .containsExactly("v2");
    assertThat(RevisionPlan.surplus(kept, Set.of("v4"), 0))
        .extracting(Revision::name)
        .containsExactly("v1", "v2", "v3");
    assertThat(RevisionPlan.surplus(kept, Set.of(), 10)).isEmpty();
  }

  private static Revision revision(String image, long number) {
    PodTemplateSpec template = template(image);
    return new Revision(
        image, number, Templates.canonical(template), template, "uid", "1", List.of(), true);
  }

  private static PodTemplateSpec template(String image) {
    return new PodTemplateSpecBuilder()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }

  private static RevisionPlan.Update update(
      String image, List<Revision> revisions, int collisions) {
    PodTemplateSpec template = template(image);
    return RevisionPlan.update(
        "web", template, Templates.canonical(template), revisions, collisions);
  }
}
