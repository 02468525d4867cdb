package netmp.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs jcstress on real processors: many thousand times a producer and a consumer at once, compiled
 * in different ways. What is sound under sequential consistency (D19, D56) is found nowhere else.
 * It sees what this machine's memory and the JIT do, not what the memory model allows; that is what
 * the specifications are for.
 */
class JcstressTest {

  /** jcstress also says 0 when no test has the name: the count must be looked at. */
  private static final Pattern RESULTS =
      Pattern.compile("Results: (\\d+) planned; (\\d+) passed, (\\d+) failed");

  private static final int RUNS = 5;

  private record Outcome(int exit, int planned, int passed, int failed, String text) {}

  private static Outcome run(String tests) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "org.openjdk.jcstress.Main",
                    "-t",
                    tests,
                    "-m",
                    "quick",
                    "-time",
                    "100",
                    "-iters",
                    "2",
                    "-sc",
                    "false",
                    "-af",
                    "NONE",
                    "-r",
                    "jcstress/"))
            .directory(Path.of("target").toFile())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    Matcher last = RESULTS.matcher(text);
    assertThat(last.find()).as(text).isTrue();
    int[] numbers = new int[3];
    do {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Integer.parseInt(last.group(i + 1));
      }
    } while (last.find());
    return new Outcome(exit, numbers[0], numbers[1], numbers[2], text);
  }

  @Test
  void theDesignsPass() throws Exception {
    Outcome outcome = run("netmp.stress.SoundStress");
    assertThat(outcome.exit()).as(outcome.text()).isZero();
    assertThat(outcome.planned()).as("four designs, several ways to compile").isGreaterThan(4);
    assertThat(outcome.passed()).isEqualTo(outcome.planned());
  }

  /** Whether processors show a race in a run is chance: they get a few. */
  @ParameterizedTest
  @ValueSource(strings = {"D01", "D03", "D07", "D08", "D19", "D56"})
  void aPlantedDefectIsFound(String defect) throws Exception {
    Outcome outcome = run("netmp.stress.PlantedStress." + defect);
    for (int i = 1; i < RUNS && outcome.failed() == 0; i++) {
      outcome = run("netmp.stress.PlantedStress." + defect);
    }
    assertThat(outcome.failed()).as(outcome.text()).isPositive();
    assertThat(outcome.exit()).isNotZero();
  }
}
