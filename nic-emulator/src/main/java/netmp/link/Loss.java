package netmp.link;

import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** How a line loses frames. */
public sealed interface Loss {

  /** Loses nothing. */
  Loss NONE = new Independent(0);

  /**
   * Begins a process that decides about one frame after the other.
   *
   * @param random where chance comes from
   * @return says of each frame whether it is lost
   */
  BooleanSupplier process(RandomGenerator random);

  /**
   * Each frame by itself.
   *
   * @param probability that it is lost, 0..1
   */
  record Independent(double probability) implements Loss {

    /**
     * Checks the number.
     *
     * @param probability 0..1
     * @throws IllegalArgumentException if it is out of range
     */
    public Independent {
      Chance.require("loss", probability);
    }

    @Override
    public BooleanSupplier process(RandomGenerator random) {
      return () -> random.nextDouble() < probability;
    }
  }

  /**
   * In bursts: the line is good or bad, as a Markov chain that moves before each frame (Gilbert
   * 1960, Elliott 1963). Of the frames {@code toBad / (toBad + toGood)} find it bad, in bursts of
   * {@code 1 / toGood} frames on average. It is good at first.
   *
   * @param toBad probability that a good line turns bad, 0..1
   * @param toGood probability that a bad line turns good, 0..1
   * @param lossGood probability that a good line loses a frame, 0..1
   * @param lossBad probability that a bad line loses a frame, 0..1
   */
  record GilbertElliott(double toBad, double toGood, double lossGood, double lossBad)
      implements Loss {

    /**
     * Checks the numbers.
     *
     * @param toBad 0..1
     * @param toGood 0..1
     * @param lossGood 0..1
     * @param lossBad 0..1
     * @throws IllegalArgumentException if one is out of range
     */
    public GilbertElliott {
      Chance.require("good to bad", toBad);
      Chance.require("bad to good", toGood);
      Chance.require("loss of a good line", lossGood);
      Chance.require("loss of a bad line", lossBad);
    }

    @Override
    public BooleanSupplier process(RandomGenerator random) {
      return new BooleanSupplier() {
        private boolean bad;

        @Override
        public boolean getAsBoolean() {
          bad = random.nextDouble() < (bad ? 1 - toGood : toBad);
          return random.nextDouble() < (bad ? lossBad : lossGood);
        }
      };
    }
  }
}
