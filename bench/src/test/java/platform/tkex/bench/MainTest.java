package platform.tkex.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

  @Test
  void eachSubcommandHasHelp() {
    for (String subcommand : new String[] {"speed", "soak"}) {
      StringWriter out = new StringWriter();
      CommandLine command = Main.commandLine().setOut(new PrintWriter(out));

      assertThat(command.execute(subcommand, "--help")).isZero();

      assertThat(out.toString()).contains("Usage: bench " + subcommand).contains("--kubeconfig");
    }
  }

  @Test
  void withoutAClusterItSaysWhatIsMissing() {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err));

    assertThat(command.execute("speed")).isEqualTo(2);

    assertThat(err.toString()).contains("--kubeconfig");
  }
}
