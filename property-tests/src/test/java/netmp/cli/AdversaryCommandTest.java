package netmp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Turns of the adversary. */
class AdversaryCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int adversary(AdversaryCommand command, String... arguments) {
    CommandLine line = Netmp.commandLine(command);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void aTurnDoesAllOfIt() {
    assertThat(adversary(new AdversaryCommand(), "--minutes", "0.001", "--share", "0.02"))
        .as(out + "\n" + err)
        .isZero();
    assertThat(out.toString())
        .contains("explored 6 episodes", "$ ./netmp explore --guided --strategy cooperative")
        .contains("$ ./netmp fuzz frames", "$ ./netmp fuzz capture")
        .contains("seed 1, rounds 1 to ", "1 turns, seeds 1 to 1: good");
  }

  @Test
  void itEndsWithWhatFindsSomething() {
    List<List<String>> run = new ArrayList<>();
    AdversaryCommand command =
        new AdversaryCommand(
            each -> {
              run.add(each);
              return run.size() < 8 ? 0 : 1;
            });
    assertThat(adversary(command, "--endless", "--seed", "7")).isEqualTo(1);
    assertThat(out.toString()).contains("2 turns, seeds 7 to 8: FOUND");
    assertThat(run).hasSize(8);
    assertThat(run.getFirst()).contains("--seed", "7");
    assertThat(run.getLast()).startsWith("fuzz", "frames", "--seed", "8");
    assertThat(run.get(1)).doesNotContainSequence(run.get(6));
  }

  @Test
  void badInputIsRefused() {
    assertThat(adversary(new AdversaryCommand(), "--endless", "--minutes", "1")).isEqualTo(2);
    assertThat(adversary(new AdversaryCommand(), "--minutes", "0")).isEqualTo(2);
    assertThat(adversary(new AdversaryCommand(), "--share", "-1")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--minutes and --endless: give one of them")
        .contains("--minutes and --share: give more than 0");
  }
}
