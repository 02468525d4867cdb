package netmp.tlc;

/** Hears how far a run has come. Called on a thread of its own, about twice a second. */
@FunctionalInterface
public interface TlcProgress {

  /** Hears nothing. */
  TlcProgress SILENT = (generated, distinct, depth) -> {};

  /**
   * The run goes on.
   *
   * @param generated states generated so far
   * @param distinct distinct states so far
   * @param depth depth reached so far
   */
  void states(long generated, long distinct, int depth);

  /**
   * The run goes on from a checkpoint.
   *
   * @param distinct distinct states that are there
   */
  default void resumed(long distinct) {}
}
