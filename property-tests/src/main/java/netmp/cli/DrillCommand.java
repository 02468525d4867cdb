package netmp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import netmp.drill.Drill;
import netmp.drill.Drill.Outcome;
import netmp.drill.Drill.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs scripts in packetdrill's language. */
@Command(
    name = "drill",
    description =
        "Run packetdrill scripts against the stack, on the emulated NIC and in virtual time.",
    mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {

  @Mixin private Output output;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Scripts, or folders with files that end in .pkt.")
  private List<Path> files;

  @Option(
      names = "--strict",
      description = "Also refuse packets that no event asks for, and wrong echoes of timestamps.")
  private boolean strict;

  private final List<Map<String, Object>> values = new ArrayList<>();
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  @Override
  public Integer call() throws IOException {
    Drill drill = new Drill(strict);
    List<Path> scripts = scripts();
    for (Path script : scripts) {
      output.progress(script.toString());
      report(script, drill.run(read(script)));
    }
    output.say(
        "%d scripts: %d passed, %d failed, %d skipped, %d unreadable"
            .formatted(
                scripts.size(),
                count(Verdict.PASSED),
                count(Verdict.FAILED),
                count(Verdict.SKIPPED),
                count(Verdict.UNREADABLE)));
    output.value(values);
    if (count(Verdict.UNREADABLE) > 0) {
      return 2;
    }
    return count(Verdict.FAILED) > 0 ? 1 : 0;
  }

  private int count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  private List<Path> scripts() throws IOException {
    List<Path> scripts = new ArrayList<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        try (Stream<Path> inside = Files.walk(file)) {
          inside.filter(f -> f.toString().endsWith(".pkt")).sorted().forEach(scripts::add);
        }
      } else {
        scripts.add(file);
      }
    }
    if (scripts.isEmpty()) {
      throw new BadInput(files + ": no file in it ends in .pkt");
    }
    return scripts;
  }

  private static String read(Path script) {
    try {
      return new String(Files.readAllBytes(script), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new BadInput(script + ": no such file", e);
    } catch (IOException e) {
      throw new BadInput(script + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** As packetdrill says it: file, line, what. */
  private void report(Path script, Outcome outcome) {
    counts.merge(outcome.verdict(), 1, Integer::sum);
    String message = outcome.message();
    switch (outcome.verdict()) {
      case PASSED -> output.say(script + ": passed");
      case SKIPPED -> output.say(script + ": skipped: " + message);
      case FAILED, UNREADABLE -> output.say(script + ":" + message);
    }
    values.add(
        Map.of(
            "file",
            script.toString(),
            "verdict",
            outcome.verdict().toString(),
            "message",
            message));
  }
}
