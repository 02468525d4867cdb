package netmp.soak;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is soaked, and for how long.
 *
 * @param seed the plan of every round comes from it
 * @param firstRound from 1
 * @param time how long, of real time; what is under way then comes to its end
 * @param round how long the faults of a round last, at most; each round has a network of its own
 * @param patience the longest that a user may wait once all is healed; less than {@link #PATIENCE}
 *     finds fault with a TCP that is only slow
 * @param folder where captures and traces go; those of good rounds do not stay
 */
public record SoakSettings(
    long seed, int firstRound, Duration time, Duration round, Duration patience, Path folder) {

  /** The longest pause between two tries of TCP. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);
}
