package netmp.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import netmp.soak.Soak;
import netmp.soak.SoakSettings;

/**
 * From a folder to what a short soak that keeps its files there finds; empty if it finds nothing.
 * Of types of the JDK only, as {@link TraceOfEpisode}.
 */
public final class FindingsOfSoak implements Function<Path, String> {

  private static final Duration TIME = Duration.ofSeconds(8);

  @Override
  public String apply(Path folder) {
    try {
      SoakSettings settings = new SoakSettings(1, 1, TIME, TIME, folder);
      return String.join("\n", new Soak(settings, System.out::println).run().tally().findings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
