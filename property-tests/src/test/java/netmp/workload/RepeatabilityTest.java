package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs from one seed are equal event by event, also in two JVMs. */
class RepeatabilityTest {

  @TempDir private Path folder;

  /**
   * Writes the trace of a run.
   *
   * @param arguments seed and file
   * @throws IOException if the file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    long seed = Long.parseLong(arguments[0]);
    try (TraceWriter writer =
        new TraceWriter(
            new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1]))),
            new TraceWriter.Header("udp-echo", seed, false, 2))) {
      SimRun.plain(new UdpEcho(), 2, seed, Design.CUPHOLDER).run(Recorders.of(writer));
    }
  }

  @Test
  void oneSeedOneTraceInAnyJvm() throws Exception {
    Path here = folder.resolve("here.ndjson");
    Path there = folder.resolve("there.ndjson");
    main(new String[] {"42", here.toString()});
    assertThat(inAnotherJvm("42", there)).isZero();
    assertThat(Files.readString(there)).isEqualTo(Files.readString(here));
    assertThat(Files.readAllLines(here)).hasSizeGreaterThan(1000);
  }

  @Test
  void anotherSeedAnotherTrace() throws Exception {
    Path one = folder.resolve("one.ndjson");
    Path two = folder.resolve("two.ndjson");
    main(new String[] {"1", one.toString()});
    main(new String[] {"2", two.toString()});
    assertThat(withoutHeader(one)).isNotEqualTo(withoutHeader(two));
  }

  private static List<String> withoutHeader(Path trace) throws IOException {
    List<String> lines = Files.readAllLines(trace);
    return lines.subList(1, lines.size());
  }

  /** Without the opening of java.lang, so that the threads are of the other sort, too. */
  private static int inAnotherJvm(String seed, Path trace)
      throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RepeatabilityTest.class.getName(),
            seed,
            trace.toString())
        .inheritIO()
        .start()
        .waitFor();
  }
}
