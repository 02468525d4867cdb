package netmp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Programs that are started on a network. */
class ExecTest {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  private int exec(String... arguments) {
    CommandLine line = Netmp.commandLine();
    line.setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 1];
    all[0] = "exec";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return line.execute(all);
  }

  private String network(String... lines) throws IOException {
    return Files.write(folder.resolve("a network.txt"), List.of(lines)).toString();
  }

  private static String testClasses() throws Exception {
    return Path.of(ExecTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  @Test
  void aProgramMeetsTheHostsOfItsNetwork() throws Exception {
    Path result = folder.resolve("result.txt");
    String network =
        network("host server", "host client", "link client server delay=1ms loss=0.01");
    int code =
        exec(
            "--network",
            network,
            "--on",
            "client",
            "--",
            JAVA,
            "-cp",
            testClasses(),
            "netmp.cli.ExecProgram",
            result.toString());
    assertThat(code).isEqualTo(7);
    assertThat(result).content().isEqualTo("0 from /10.0.0.2\n3 from /10.0.0.2\n10.0.0.2\n");
  }

  @Test
  void badInputIsRefused() throws Exception {
    assertThat(exec("--network", folder.resolve("none").toString(), "--", JAVA)).isEqualTo(2);
    assertThat(err.toString()).contains("none").contains("cannot be read");
    assertThat(exec("--network", network("host a", "hots b"), "--", JAVA)).isEqualTo(2);
    assertThat(err.toString()).contains("a network.txt:2: ");
    String good = network("host a");
    assertThat(exec("--network", good, "--on", "b", "--", JAVA)).isEqualTo(2);
    assertThat(err.toString()).contains("has no host b; it has a");
    assertThat(exec("--network", good, "--", "no-such-command")).isEqualTo(2);
    assertThat(err.toString()).contains("no-such-command");
    assertThat(exec("--network", good)).isEqualTo(2);
    assertThat(exec("--help")).isZero();
  }
}
