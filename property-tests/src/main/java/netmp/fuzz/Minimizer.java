package netmp.fuzz;

import java.util.function.Predicate;

/**
 * Leaves out parts of an input as long as it stays what it is (delta debugging).
 *
 * @param <I> what an input is
 */
final class Minimizer<I> {

  private final Inputs<I> inputs;
  private final Predicate<I> isStill;
  private int runsLeft;

  /** Asks so many times at most. */
  Minimizer(Inputs<I> inputs, Predicate<I> isStill, int runs) {
    this.inputs = inputs;
    this.isStill = isStill;
    runsLeft = runs;
  }

  /** Of an input that is what is looked for, the smallest that was found. */
  I minimize(I input) {
    I smallest = input;
    int before;
    do {
      before = inputs.size(smallest);
      for (int piece = Math.max(1, before / 2); piece > 0; piece /= 2) {
        smallest = withoutPieces(smallest, piece);
      }
    } while (inputs.size(smallest) < before && runsLeft > 0);
    return smallest;
  }

  /** From behind: what comes late rests on what came before. */
  private I withoutPieces(I input, int piece) {
    I smallest = input;
    for (int from = inputs.size(input) - piece; from >= 0 && runsLeft > 0; from -= piece) {
      if (from + piece <= inputs.size(smallest)) {
        I smaller = inputs.without(smallest, from, piece);
        runsLeft--;
        smallest = isStill.test(smaller) ? smaller : smallest;
      }
    }
    return smallest;
  }
}
