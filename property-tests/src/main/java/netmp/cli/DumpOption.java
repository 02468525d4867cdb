package netmp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netmp.format.CounterexampleFormat;
import netmp.tlc.Counterexample;
import netmp.tlc.TlcResult;
import picocli.CommandLine.Option;

/** Where a counterexample goes. Mixed into the commands that run TLC. */
final class DumpOption {

  @Option(
      names = "--dump-trace",
      paramLabel = "FILE",
      description = {
        "Write the counterexample: .itf.json for the Informal Trace Format, .tla for a module"
            + " with the sequence Trace, .json for the JSON of TLC's -dumpTrace."
      })
  private Path file;

  /** Refuses a file of no known format, before TLC runs. */
  void check() {
    if (file != null) {
      format();
    }
  }

  private CounterexampleFormat format() {
    try {
      return CounterexampleFormat.of(file.getFileName().toString());
    } catch (IllegalArgumentException e) {
      throw new BadInput("--dump-trace " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes the one counterexample of some runs, if it is wanted. */
  void write(List<TlcResult> results, Output output) {
    if (file == null) {
      return;
    }
    List<Counterexample> found =
        results.stream()
            .map(TlcResult::counterexample)
            .filter(counterexample -> !counterexample.steps().isEmpty())
            .toList();
    if (found.size() != 1) {
      throw new BadInput(
          "--dump-trace %s: there are %d counterexamples; name what has one"
              .formatted(file, found.size()));
    }
    write(found.getFirst());
    output.say(file + ": " + found.getFirst().steps().size() + " states");
  }

  private void write(Counterexample counterexample) {
    try {
      format().write(file.getFileName().toString(), counterexample, Files.newOutputStream(file));
    } catch (IOException e) {
      throw new BadInput("--dump-trace " + file + " cannot be written: " + e, e);
    }
  }
}
