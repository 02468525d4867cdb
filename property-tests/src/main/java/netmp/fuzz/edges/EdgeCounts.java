package netmp.fuzz.edges;

/** How often each edge was taken since the last look. For one thread at a time. */
public interface EdgeCounts {

  /**
   * The counts of the edges, each modulo 256.
   *
   * @return the live array, which the caller may clear; edges that no class has are zero
   */
  byte[] hits();

  /**
   * Allows so many edges from now on.
   *
   * @param edges when they are used up, the next one ends in {@link OutOfFuel}
   */
  void refuel(long edges);
}
