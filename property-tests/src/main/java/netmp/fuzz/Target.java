package netmp.fuzz;

/**
 * What inputs are given to. One thread at a time; a run knows nothing of the runs before it.
 *
 * @param <I> what an input is
 */
@FunctionalInterface
public interface Target<I> {

  /**
   * Takes an input, and returns if that went as it should.
   *
   * @param input the input, which is not changed
   * @throws Exception if it did not: what the input is refused with does not come out
   */
  void run(I input) throws Exception;
}
