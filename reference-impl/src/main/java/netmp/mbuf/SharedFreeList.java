package netmp.mbuf;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Free buffers that any thread takes: a stack whose head is exchanged by compare-and-set (Treiber,
 * IBM RJ 5118, 1986). A count that grows with every change stands beside the head, so that a thread
 * that was overtaken between reading the head and exchanging it finds that out, even when the same
 * buffer is at the head again.
 *
 * <p>Shared cache lines: the head, and the links, written by all who take and give. Nobody waits
 * for anybody.
 */
final class SharedFreeList implements FreeList {

  private static final int NONE = -1;
  private static final long ONE_CHANGE = 1L << Integer.SIZE;

  /** In the low half the place of the first buffer, in the high half the count of changes. */
  private final AtomicLong head = new AtomicLong(Integer.toUnsignedLong(NONE));

  /** By place: the buffer that has it, and the place of the one below. */
  private final Mbuf[] buffers;

  private final int[] below;

  SharedFreeList(int capacity) {
    buffers = new Mbuf[capacity];
    below = new int[capacity];
  }

  @Override
  public Mbuf take() {
    for (; ; ) {
      long first = head.get();
      int place = (int) first;
      if (place == NONE) {
        return null;
      }
      // If the buffer is gone this is anything, and the exchange fails.
      Mbuf buffer = buffers[place];
      if (head.compareAndSet(first, changed(first, below[place]))) {
        return buffer;
      }
    }
  }

  @Override
  public void give(Mbuf buffer) {
    int place = buffer.place();
    buffers[place] = buffer;
    for (; ; ) {
      long first = head.get();
      below[place] = (int) first;
      if (head.compareAndSet(first, changed(first, place))) {
        return;
      }
    }
  }

  private static long changed(long head, int place) {
    return (head & -ONE_CHANGE) + ONE_CHANGE | Integer.toUnsignedLong(place);
  }

  @Override
  public int size() {
    int size = 0;
    for (int place = (int) head.get(); place != NONE && size < below.length; place = below[place]) {
      size++;
    }
    return size;
  }
}
