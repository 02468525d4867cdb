package netmp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.adversary.Episode;
import netmp.adversary.EpisodeRun;
import netmp.adversary.SpecJudge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repeats an episode. */
@Command(
    name = "replay",
    description = "Repeat an episode that explore or a property test has written, step by step.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @Mixin private Output output;

  @Parameters(paramLabel = "FILE", description = "An episode.")
  private Path file;

  @Option(names = "--trace", paramLabel = "FILE", description = "Write what the probes reported.")
  private Path trace;

  @Override
  public Integer call() throws IOException {
    Episode episode = read();
    try (SpecJudge judge = new SpecJudge()) {
      EpisodeRun run = new EpisodeRun(judge);
      EpisodeRun.Verdict verdict = run.run(episode);
      if (trace != null) {
        Files.writeString(trace, run.trace(episode));
      }
      output.say(
          "%s: %,d events, %d preemptions, %d faults: %s"
              .formatted(
                  file,
                  verdict.result().events(),
                  verdict.schedule().size(),
                  episode.faults().size(),
                  verdict.isGood() ? "good" : "FAILED"));
      verdict.findings().forEach(f -> output.say("  " + f));
      output.value(Map.of("good", verdict.isGood(), "findings", verdict.findings()));
      return verdict.isGood() ? 0 : 1;
    }
  }

  private Episode read() throws IOException {
    if (!Files.isReadable(file)) {
      throw new BadInput(file + ": no such file, or not readable; give an episode file");
    }
    try {
      return Episode.read(file);
    } catch (IllegalArgumentException e) {
      throw new BadInput(e.getMessage(), e);
    }
  }
}
