package netmp.nic;

/** Hears of the steps of a ring, for traces and for schedulers of tests. */
@FunctionalInterface
public interface RingObserver {

  /**
   * A step was made; called by the thread that made it, right behind it. Descriptors are counted
   * from 0 and do not turn with the ring.
   *
   * @param step which
   * @param a its first argument, if it has one
   * @param b its second argument, if it has two
   */
  void made(RingStep step, long a, long b);
}
