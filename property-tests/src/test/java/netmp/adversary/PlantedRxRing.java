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
    POSTED_TOO_MANY,
    /** The descriptors of a frame are marked from the first to the last. */
    MARKED_FORWARDS,
    /** The count of those posted is looked at for the first descriptor of a frame only. */
    COUNTED_FOR_FIRST
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
    int parts = frame.length / buffers[0].length;
    long first = claim(parts);
    if (first < 0) {
      return false;
    }
    if (mistake == Mistake.MARKED_FIRST) {
      complete(first, parts);
      copy(frame, first, parts);
    } else {
      copy(frame, first, parts);
      complete(first, parts);
    }
    return true;
  }

  private void copy(byte[] frame, long first, int parts) {
    int length = frame.length / parts;
    for (int part = 0; part < parts; part++) {
      System.arraycopy(frame, part * length, buffers[index(first + part)], 0, length);
    }
  }

  private void complete(long first, int parts) {
    for (int i = 0; i < parts; i++) {
      long next = first + (mistake == Mistake.MARKED_FORWARDS ? i : parts - 1 - i);
      int written = buffers[index(next)].length; // the driver's, once the mark is set
      done[index(next)] = true;
      observer.made(RingStep.COMPLETE_DESCRIPTOR, next, written);
    }
  }

  private long claim(int parts) {
    for (; ; ) {
      long next = claim;
      long needed = next + (mistake == Mistake.COUNTED_FOR_FIRST ? 1 : parts);
      if (mistake == Mistake.CLAIMED_BY_MARK ? done[index(next)] : needed > post) {
        return -1;
      }
      switchPoint.run();
      if (claim == next || mistake == Mistake.CLAIMED_IN_TWO_STEPS) {
        claim = next + parts;
        observer.made(RingStep.CLAIM_DESCRIPTOR, next, parts);
        return next;
      }
    }
  }
}
