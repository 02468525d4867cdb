package netmp.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * From the file of an episode to what its workload found wrong, a line each; empty if nothing. Of
 * types of the JDK only, as {@link TraceOfEpisode}.
 */
public final class FindingsOfEpisode implements Function<Path, String> {

  @Override
  public String apply(Path file) {
    try {
      return String.join(
          "\n", new EpisodeRun(EpisodeRun.UNJUDGED).run(Episode.read(file)).findings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
