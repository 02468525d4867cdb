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
 * @param folder where captures and traces go; those of good rounds do not stay
 */
public record SoakSettings(long seed, int firstRound, Duration time, Duration round, Path folder) {}
