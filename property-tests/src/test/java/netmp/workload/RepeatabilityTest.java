package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs from one seed are equal byte by byte, also in two JVMs that have little in common. */
class RepeatabilityTest {

  private static final String ECHO = "echo.ndjson";
  private static final String TRACE = "world.ndjson";
  private static final String CAPTURE = "world.pcapng";

  /** What one JVM can have that another has not. */
  private static final List<List<String>> JVMS =
      List.of(
          // Threads of the other sort, since nothing is opened; the heap is small.
          List.of("-Xmx64m", "-XX:+UseSerialGC"),
          // Nothing is compiled; and all objects hash alike.
          List.of(
              "-Xint",
              "-XX:+UnlockExperimentalVMOptions",
              "-XX:hashCode=2",
              "-XX:+UseParallelGC",
              "--add-opens=java.base/java.lang=ALL-UNNAMED"));

  @TempDir private Path folder;

  /**
   * Writes what is recorded of two runs.
   *
   * @param arguments seed and folder
   * @throws IOException if the files cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    long seed = Long.parseLong(arguments[0]);
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    echo(seed, folder.resolve(ECHO));
    World.run(seed, folder.resolve(TRACE), folder.resolve(CAPTURE));
  }

  private static void echo(long seed, Path trace) throws IOException {
    try (TraceWriter writer =
        new TraceWriter(
            new BufferedOutputStream(Files.newOutputStream(trace)),
            new TraceWriter.Header("udp-echo", seed, false, 2))) {
      SimRun.plain(new UdpEcho(), 2, seed, Design.CUPHOLDER).run(Recorders.of(writer));
    }
  }

  @Test
  void oneSeedIsOneRunInAnyJvm() throws Exception {
    Path here = folder.resolve("here");
    main(new String[] {"42", here.toString()});
    for (List<String> options : JVMS) {
      Path there = folder.resolve("there");
      assertThat(inAnotherJvm(options, "42", there)).as("exit code with %s", options).isZero();
      for (String file : List.of(ECHO, TRACE, CAPTURE)) {
        assertThat(there.resolve(file))
            .as("%s", options)
            .hasSameBinaryContentAs(here.resolve(file));
      }
    }
    assertThat(Files.readAllLines(here.resolve(ECHO))).hasSizeGreaterThan(1000);
    assertThat(Files.readAllLines(here.resolve(TRACE))).hasSizeGreaterThan(10_000);
  }

  @Test
  void anotherSeedIsAnotherRun() throws Exception {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    main(new String[] {"1", one.toString()});
    main(new String[] {"2", two.toString()});
    for (String file : List.of(ECHO, TRACE)) {
      assertThat(withoutHeader(one.resolve(file))).isNotEqualTo(withoutHeader(two.resolve(file)));
    }
  }

  private static List<String> withoutHeader(Path trace) throws IOException {
    List<String> lines = Files.readAllLines(trace);
    return lines.subList(1, lines.size());
  }

  private static int inAnotherJvm(List<String> options, String seed, Path into)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(RepeatabilityTest.class.getName(), seed, into.toString()));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
