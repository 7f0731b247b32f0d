package platform.tkex.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void escapesAndKeepsTheOrderOfLines() {
    assertThat(Picture.svg(List.of("a & b", "", "> 2 <c>")))
        .startsWith("<svg ")
        .containsSubsequence(">a &amp; b</text>", ">&gt; 2 &lt;c&gt;</text>")
        .endsWith("</svg>\n");
  }
}
