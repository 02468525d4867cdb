package netmp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import netmp.fuzz.ByteInputs;
import netmp.fuzz.Targets;
import netmp.planted.PlantedParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is found, the file it is in, and that it is found there again. */
class FuzzCommandTest {

  private static final Targets.Entry<byte[]> PLANTED =
      new Targets.Entry<>("dns", new ByteInputs("qzwx"), PlantedParser.class.getName());

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int fuzz(FuzzCommand command, String... arguments) {
    CommandLine line = Netmp.commandLine(command);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void findingIsWrittenAndRepeated() throws IOException {
    String file = folder.resolve("finding").toString();
    FuzzCommand planted = new FuzzCommand(name -> PLANTED);
    assertThat(fuzz(planted, "dns", "--inputs", "200000", "--out", file)).isEqualTo(1);
    assertThat(out.toString())
        .contains("FAILED", "java.lang.IllegalStateException: planted")
        .contains("  5 bytes in " + file + "; repeat it with: ./netmp fuzz dns --input " + file);
    assertThat(Files.readAllBytes(Path.of(file))).hasSize(5);
    FuzzCommand again = new FuzzCommand(name -> PLANTED);
    assertThat(fuzz(again, "dns", "--input", file, "--out", file)).isEqualTo(1);
    assertThat(out.toString()).contains("dns: 1 inputs, 5 bytes");
  }

  @Test
  void corpusGrows() throws IOException {
    Path corpus = folder.resolve("corpus");
    String[] arguments = {"capture", "--inputs", "3000", "--corpus", corpus.toString()};
    assertThat(fuzz(new FuzzCommand(), arguments)).isZero();
    long first = count(corpus);
    assertThat(first).isPositive();
    assertThat(out.toString()).contains("capture: 3,000 inputs", "(seed 1): good");
    assertThat(fuzz(new FuzzCommand(), arguments)).isZero();
    assertThat(count(corpus)).isGreaterThanOrEqualTo(first);
  }

  private static long count(Path corpus) throws IOException {
    try (Stream<Path> files = Files.list(corpus)) {
      return files.count();
    }
  }

  @Test
  void badInputIsRefused() throws IOException {
    assertThat(fuzz(new FuzzCommand(), "nothing")).isEqualTo(2);
    assertThat(fuzz(new FuzzCommand(), "dns", "--inputs", "1", "--minutes", "1")).isEqualTo(2);
    assertThat(fuzz(new FuzzCommand(), "dns", "--input", "no-such-file")).isEqualTo(2);
    Path file = Files.writeString(folder.resolve("input"), "stack 0\nframe 1 0\n");
    assertThat(fuzz(new FuzzCommand(), "frames", "--input", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("there is nothing to fuzz of the name 'nothing'")
        .contains("--minutes and --inputs: give one of them")
        .contains("no-such-file: no such file, or not readable")
        .contains("input: line 2 is no step of an input");
  }
}
