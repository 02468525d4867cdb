package netmp.link;

import java.util.random.RandomGenerator.SplittableGenerator;
import netmp.nic.Port;
import netmp.nic.Scheduler;

/** A link between two ends, A and B. The directions share nothing but the scheduler. */
public final class Link {

  private final LinkDirection toB;
  private final LinkDirection toA;

  /**
   * A link that is up, plugged in at both ends.
   *
   * @param scheduler the time, and the thread on which frames arrive
   * @param fromA what the direction from A to B is like
   * @param fromB what the direction from B to A is like
   * @param random each direction splits off its own
   * @param a one end
   * @param b the other
   */
  public Link(
      Scheduler scheduler,
      LinkSettings fromA,
      LinkSettings fromB,
      SplittableGenerator random,
      Port a,
      Port b) {
    toB = new LinkDirection(scheduler, fromA, random.split(), b::receive);
    toA = new LinkDirection(scheduler, fromB, random.split(), a::receive);
    a.connect(toB);
    b.connect(toA);
  }

  /**
   * The direction from A to B.
   *
   * @return where A sends
   */
  public LinkDirection toB() {
    return toB;
  }

  /**
   * The direction from B to A.
   *
   * @return where B sends
   */
  public LinkDirection toA() {
    return toA;
  }

  /**
   * Takes both directions down, or up again: a partition. Any thread.
   *
   * @param isUp whether frames pass
   */
  public void setUp(boolean isUp) {
    toB.setUp(isUp);
    toA.setUp(isUp);
  }

  /**
   * Makes both directions another one, from now on, as {@link LinkDirection#change}. Any thread.
   *
   * @param to what they are like then
   */
  public void change(LinkSettings to) {
    toB.change(to);
    toA.change(to);
  }
}
