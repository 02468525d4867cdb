package netmp.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * From the file of an episode to its trace. Of types of the JDK only, so that stacks of two class
 * loaders can be asked alike.
 */
public final class TraceOfEpisode implements Function<Path, String> {

  @Override
  public String apply(Path file) {
    try {
      return new EpisodeRun(EpisodeRun.UNJUDGED).trace(Episode.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
