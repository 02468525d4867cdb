package netmp.link;

import java.util.random.RandomGenerator.SplittableGenerator;
import netmp.nic.Nic;
import netmp.nic.Wire;

/** A link between two ends, A and B. The directions share nothing but the scheduler. */
public final class Link {

  private final LinkDirection toB;
  private final LinkDirection toA;

  /**
   * A link that is up, and of the same kind both ways.
   *
   * @param scheduler the time, and the thread on which frames arrive
   * @param settings what it is like
   * @param random each direction splits off its own
   * @param atA takes what arrives at A
   * @param atB takes what arrives at B
   */
  public Link(
      Scheduler scheduler, LinkSettings settings, SplittableGenerator random, Wire atA, Wire atB) {
    this(scheduler, settings, settings, random, atA, atB);
  }

  /**
   * A link that is up.
   *
   * @param scheduler the time, and the thread on which frames arrive
   * @param fromA what the direction from A to B is like
   * @param fromB what the direction from B to A is like
   * @param random each direction splits off its own
   * @param atA takes what arrives at A
   * @param atB takes what arrives at B
   */
  public Link(
      Scheduler scheduler,
      LinkSettings fromA,
      LinkSettings fromB,
      SplittableGenerator random,
      Wire atA,
      Wire atB) {
    toB = new LinkDirection(scheduler, fromA, random.split(), atB);
    toA = new LinkDirection(scheduler, fromB, random.split(), atA);
  }

  /**
   * A link between two devices, plugged in.
   *
   * @param scheduler the time, and the thread on which frames arrive
   * @param settings what it is like
   * @param random each direction splits off its own
   * @param a one device
   * @param b the other
   * @return the link
   */
  public static Link between(
      Scheduler scheduler, LinkSettings settings, SplittableGenerator random, Nic a, Nic b) {
    Link link = new Link(scheduler, settings, random, a::receive, b::receive);
    a.connect(link.toB);
    b.connect(link.toA);
    return link;
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
}
