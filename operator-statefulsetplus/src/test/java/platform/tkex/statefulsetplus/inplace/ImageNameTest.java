package platform.tkex.statefulsetplus.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {

  @ParameterizedTest
  @CsvSource({
    "web:v1, docker.io/library/web:v1, true",
    "web, docker.io/library/web:latest, true",
    "local/web:v1, docker.io/local/web:v1, true",
    "reg.io/web:v1, reg.io/web:v1, true",
    "localhost/web, localhost/web:latest, true",
    "reg:5000/web, reg:5000/web:latest, true",
    "web@sha256:12, docker.io/library/web@sha256:12, true",
    "web:v1, docker.io/library/web:v2, false",
    "web:v1, docker.io/local/web:v1, false",
    "reg.io/web:v1, docker.io/reg.io/web:v1, false",
  })
  void spellings(String one, String other, boolean same) {
    assertThat(ImageName.same(one, other)).isEqualTo(same);
    assertThat(ImageName.same(other, one)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "web@sha256:12, docker.io/library/web@sha256:12, true",
    "web:v1@sha256:12, sha256:12, true",
    "web@sha256:12, docker.io/library/web@sha256:13, false",
    "web:v1, docker.io/library/web@sha256:12, false",
    "web:v1, '', false",
  })
  void digests(String name, String id, boolean has) {
    assertThat(ImageName.hasDigest(name, id)).isEqualTo(has);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "web:v1; ''; docker.io/library/web:v1",
        "docker.io/library/web:v1; ''; web:v1",
        "docker.io/local/web:v1; ''; local/web:v1",
        "reg.io/web; ''; reg.io/web:latest",
        "reg.io/web:latest; ''; reg.io/web",
        "reg.io/web:v1; reg.io/web@sha256:12; reg.io/web:v1@sha256:12",
        "reg.io/web:v1@sha256:12; reg.io/web@sha256:12; reg.io/web:v1",
        "reg.io/web:v1; sha256:12; none",
        "reg.io/web@sha256:12; reg.io/web@sha256:12; none",
      },
      delimiter = ';')
  void anotherSpelling(String name, String id, String other) {
    assertThat(ImageName.respelled(name, id).orElse("none")).isEqualTo(other);
  }
}
