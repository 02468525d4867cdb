package netmp.fuzz.edges;

/**
 * The counts of one {@link CountingLoader}, which loads a copy of this class for itself: rewritten
 * code finds them in static fields, where the JIT makes constants of them.
 */
public final class Edges implements EdgeCounts {

  /** As many as one loader may give out. */
  static final int MOST = 1 << 16;

  private static final byte[] HITS = new byte[MOST];

  @SuppressWarnings("NonFinalStaticField") // one thread runs the code that is counted
  private static long fuel = Long.MAX_VALUE;

  /** Made by the loader. */
  Edges() {}

  /**
   * An edge is taken. Called by rewritten code.
   *
   * @param edge its number
   */
  public static void hit(int edge) {
    HITS[edge]++;
    if (--fuel < 0) {
      throw new OutOfFuel();
    }
  }

  @Override
  @SuppressWarnings("ReturnsArrayReference")
  public byte[] hits() {
    return HITS;
  }

  @Override
  public void refuel(long edges) {
    setFuel(edges);
  }

  private static void setFuel(long edges) {
    fuel = edges;
  }
}
