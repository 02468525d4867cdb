package netmp.adversary;

import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import netmp.adversary.EpisodeRun.Judge;

/**
 * A defect of {@code docs/defects.md} planted in the code, and the code without it, both run under
 * schedules.
 *
 * @param <E> what decides how a run goes
 */
interface PlantedDefect<E> {

  /** The row of the page, and which of its variants: the name of the kept schedule's file. */
  String id();

  /** What is tried. */
  Arbitrary<E> episodes();

  /** The same, without a schedule that means anything. */
  Arbitrary<E> calmEpisodes();

  /** An episode with another schedule. */
  E under(E episode, Schedule schedule);

  /** Runs the code with the defect. */
  Explorer.Run<E> planted(Judge judge);

  /** Runs the same code without it. */
  Explorer.Run<E> sound(Judge judge);

  /** Whether an episode is as small as one that was shrunk should be. */
  boolean isSmall(E episode);

  /** Keeps an episode. */
  void write(E episode, Path file) throws IOException;

  /** Reads what {@link #write} wrote. */
  E read(Path file) throws IOException;
}
