package netmp.adversary;

import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/**
 * Where an explorer's episodes come from. Used by one thread, within a session of jqwik.
 *
 * @param <E> what decides how a run goes
 */
public interface Source<E> {

  /**
   * The next episode.
   *
   * @param random all that is random comes from it
   * @return the episode, and what is smaller
   */
  Shrinkable<E> next(Random random);

  /**
   * Told what became of an episode, in the order in which they were given out, some later.
   *
   * @param episode from {@link #next}
   * @param verdict what became of it
   */
  default void learn(Shrinkable<E> episode, EpisodeRun.Verdict verdict) {}

  /**
   * What is to be shrunk when an episode has failed.
   *
   * @param episode from {@link #next}
   * @param verdict what became of it
   * @return an episode that runs like it, and what is smaller
   */
  default Shrinkable<E> toShrink(Shrinkable<E> episode, EpisodeRun.Verdict verdict) {
    return episode;
  }

  /**
   * Episodes that are generated one like the other.
   *
   * @param arbitrary generates and shrinks them
   * @param <E> what decides how a run goes
   * @return their source
   */
  static <E> Source<E> of(Arbitrary<E> arbitrary) {
    return new Source<>() {
      private static final int GENERATION_SIZE = 1000;
      private RandomGenerator<E> generator;

      @Override
      public Shrinkable<E> next(Random random) {
        if (generator == null) {
          generator = arbitrary.generator(GENERATION_SIZE);
        }
        return generator.next(random);
      }
    };
  }
}
