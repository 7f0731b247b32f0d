package platform.tkex.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** The committed CRDs and reference pages are what the types say. */
class GeneratedFilesTest {
  /** Client-side apply keeps the whole object in an annotation, which may have 256 KiB. */
  private static final int LARGEST_CRD = 200 * 1024;

  private static final boolean WRITE = Boolean.getBoolean("crds.write");

  private final CrdDocument statefulSetPlus = CrdDocument.of(StatefulSetPlus.class);

  @Test
  void theCommittedCrdIsTheGeneratedOne() throws IOException {
    check("deploy/base/crds/" + statefulSetPlus.name() + ".yaml", statefulSetPlus.yaml());
  }

  @Test
  void theCommittedReferenceIsTheGeneratedOne() throws IOException {
    check("docs/reference/statefulsetplus.md", ReferencePage.of(statefulSetPlus));
  }

  @Test
  void theReferenceExplainsEveryAnnotation() throws IllegalAccessException {
    String page = ReferencePage.of(statefulSetPlus);
    for (Field constant : Annotations.class.getFields()) {
      assertThat(page).contains("| `" + constant.get(null) + "` |");
    }
  }

  /** A rule has a plain message besides the expression, for the reference and as a fall-back. */
  @Test
  void everyFieldAndRuleIsExplained() {
    assertThat(ReferencePage.of(statefulSetPlus).lines())
        .filteredOn(line -> line.startsWith("| "))
        .hasSizeGreaterThan(100)
        .noneMatch(line -> line.endsWith("|  |"));
  }

  @Test
  void theCrdFitsAClientSideApply() {
    int bytes = statefulSetPlus.yaml().getBytes(StandardCharsets.UTF_8).length;
    assertThat(bytes).isLessThan(LARGEST_CRD);
  }

  private static void check(String file, String generated) throws IOException {
    Path path = root().resolve(file);
    if (WRITE) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, generated);
    }
    assertThat(path)
        .withFailMessage(
            "%s is missing; run `make crds` (mvn -pl crds test -Dcrds.write=true)", file)
        .exists();
    assertThat(Files.readString(path))
        .withFailMessage(
            "%s is not what the types say; run `make crds` (mvn -pl crds test -Dcrds.write=true)",
            file)
        .isEqualTo(generated);
  }

  private static Path root() {
    Path module = Path.of("").toAbsolutePath();
    Path parent = module.getParent();
    if (parent == null || !Files.exists(parent.resolve("deploy"))) {
      throw new IllegalStateException("no folder deploy beside " + module);
    }
    return parent;
  }
}
