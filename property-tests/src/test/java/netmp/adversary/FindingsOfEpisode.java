package netmp.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * From the file of an episode to its number of events, and what its workload found wrong, a line
 * each. Of types of the JDK only, as {@link TraceOfEpisode}.
 */
public final class FindingsOfEpisode implements Function<Path, String> {

  @Override
  public String apply(Path file) {
    try {
      EpisodeRun.Verdict verdict = new EpisodeRun(EpisodeRun.UNJUDGED).run(Episode.read(file));
      return verdict.result().events() + "\n" + String.join("\n", verdict.findings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
