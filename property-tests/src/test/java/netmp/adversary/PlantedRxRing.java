package netmp.adversary;

import netmp.nic.RingObserver;
import netmp.nic.RingStep;

/**
 * A receive ring as {@code netmp.nic.RxRing}, whose steps are far enough apart for a mistake to
 * show. All memory is sequentially consistent here, so none is about the modes of accesses.
 */
final class PlantedRxRing implements RingScenarios.Receiving {

  /** What is wrong with it. */
  enum Mistake {
    /** The mark says what may be claimed. */
    CLAIMED_BY_MARK,
    /** A descriptor is posted, and then written. */
    POSTED_FIRST,
    /** A descriptor is marked, and then filled. */
    MARKED_FIRST,
    /** The mark is cleared when the descriptor is posted again. */
    CLEARED_LATE,
    /** A claim is a load and a store. */
    CLAIMED_IN_TWO_STEPS,
    /** One descriptor too many may be posted. */
    POSTED_TOO_MANY
  }

  private final Mistake mistake;
  private final Runnable switchPoint;
  private final RingObserver observer;
  private final byte[][] buffers;
  private final boolean[] done;
  private long post;
  private long poll;
  private long claim;

  PlantedRxRing(Mistake mistake, int size, Runnable switchPoint, RingObserver observer) {
    this.mistake = mistake;
    this.switchPoint = switchPoint;
    this.observer = observer;
    buffers = new byte[size][];
    done = new boolean[size];
  }

  private int index(long n) {
    return (int) (n % buffers.length);
  }

  @Override
  public boolean post(byte[] buffer) {
    int most = buffers.length + (mistake == Mistake.POSTED_TOO_MANY ? 1 : 0);
    if (post - poll >= most) {
      return false;
    }
    long mine = post;
    if (mistake != Mistake.POSTED_FIRST) {
      buffers[index(mine)] = buffer;
    }
    post++;
    observer.made(RingStep.POST_DESCRIPTOR, mine, buffers.length);
    buffers[index(mine)] = buffer;
    if (mistake == Mistake.CLEARED_LATE) {
      done[index(mine)] = false;
    }
    return true;
  }

  @Override
  public byte[] poll() {
    int index = index(poll);
    if (!done[index]) {
      return null;
    }
    done[index] = mistake == Mistake.CLEARED_LATE;
    byte[] filled = buffers[index];
    poll++;
    observer.made(RingStep.POLL_DESCRIPTOR, poll - 1, filled.length);
    return filled;
  }

  @Override
  public boolean fill(byte[] frame) {
    long mine = claim();
    if (mine < 0) {
      return false;
    }
    int index = index(mine);
    if (mistake == Mistake.MARKED_FIRST) {
      done[index] = true;
      observer.made(RingStep.COMPLETE_DESCRIPTOR, mine, frame.length);
      System.arraycopy(frame, 0, buffers[index], 0, frame.length);
    } else {
      System.arraycopy(frame, 0, buffers[index], 0, frame.length);
      done[index] = true;
      observer.made(RingStep.COMPLETE_DESCRIPTOR, mine, frame.length);
    }
    return true;
  }

  private long claim() {
    for (; ; ) {
      long next = claim;
      if (mistake == Mistake.CLAIMED_BY_MARK ? done[index(next)] : next >= post) {
        return -1;
      }
      switchPoint.run();
      if (claim == next || mistake == Mistake.CLAIMED_IN_TWO_STEPS) {
        claim = next + 1;
        observer.made(RingStep.CLAIM_DESCRIPTOR, next, 1);
        return next;
      }
    }
  }
}
