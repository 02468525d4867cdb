package netmp.mbuf;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import netmp.action.StackProbe;
import netmp.exec.Execution;
import netmp.probe.Probes;

/**
 * A fixed number of packet buffers, all made beforehand. A packet finds the way back to its pool by
 * itself ({@link Mbuf#free}), whoever frees it.
 */
public final class MbufPool {

  private final FreeList free;
  private final int capacity;
  private final Probes probes;
  private final BufferWaiters waiters = new BufferWaiters();
  // Written only when the pool is empty, hence off the packet path.
  private final AtomicLong exhausted = new AtomicLong();

  private MbufPool(FreeList free, int capacity, int firstHeader, int mostBytes, Probes probes) {
    this.free = free;
    this.capacity = capacity;
    this.probes = probes;
    int most = Math.max(mostBytes, Mbuf.MAX_LENGTH);
    for (int place = 0; place < capacity; place++) {
      free.give(new Mbuf(this, firstHeader + place, place, most, probes.newObject("mbuf")));
    }
  }

  /**
   * A pool from which one thread allocates, the protocol thread of a CPU.
   *
   * @param capacity number of buffers, at least 1
   * @param firstHeader the number of the first header; they count up from there
   * @return the pool, full
   */
  public static MbufPool forOneThread(int capacity, int firstHeader) {
    return forOneThread(capacity, firstHeader, Mbuf.MAX_LENGTH, Probes.OFF);
  }

  /**
   * The same with longer buffers, and probes.
   *
   * @param capacity number of buffers, at least 1
   * @param firstHeader as {@link #forOneThread(int, int)}
   * @param mostBytes that a buffer must have room for; if it is less than {@link Mbuf#MAX_LENGTH}
   *     that counts
   * @param probes of the stack
   * @return the pool, full
   */
  public static MbufPool forOneThread(int capacity, int firstHeader, int mostBytes, Probes probes) {
    return new MbufPool(new OwnedFreeList(capacity), capacity, firstHeader, mostBytes, probes);
  }

  /**
   * A pool from which any thread allocates, for the packets of user threads.
   *
   * @param capacity number of buffers, at least 1
   * @param firstHeader as {@link #forOneThread(int, int)}
   * @return the pool, full
   */
  public static MbufPool forManyThreads(int capacity, int firstHeader) {
    return forManyThreads(capacity, firstHeader, Mbuf.MAX_LENGTH, Probes.OFF);
  }

  /**
   * The same with longer buffers, and probes.
   *
   * @param capacity number of buffers, at least 1
   * @param firstHeader as {@link #forOneThread(int, int)}
   * @param mostBytes that a buffer must have room for; if it is less than {@link Mbuf#MAX_LENGTH}
   *     that counts
   * @param probes of the stack
   * @return the pool, full
   */
  public static MbufPool forManyThreads(
      int capacity, int firstHeader, int mostBytes, Probes probes) {
    return new MbufPool(new SharedFreeList(capacity), capacity, firstHeader, mostBytes, probes);
  }

  /**
   * The calling thread is the one that allocates, of a pool {@linkplain #forOneThread(int, int) for
   * one}: what it frees itself it will get again first.
   */
  public void own() {
    free.own();
  }

  /**
   * Takes a buffer: an empty packet with full headroom and blank metadata. Call it on the one
   * allocating thread, or on any thread if the pool is {@linkplain #forManyThreads(int, int) for
   * many}.
   *
   * @return a packet that the caller owns, or null when the pool is empty, which is counted
   */
  public Mbuf alloc() {
    Mbuf packet = free.take();
    if (packet == null) {
      exhausted.incrementAndGet();
      return null;
    }
    report(StackProbe.ALLOC_MBUF, packet.traced());
    packet.allocated();
    return packet;
  }

  /**
   * Takes a buffer as {@link #alloc}, and waits while there is none (BSD's M_WAITOK). User threads,
   * of a pool {@linkplain #forManyThreads(int, int) for many}.
   *
   * @param execution where the calling thread parks
   * @param whose what it waits for, such as a socket: {@link #endWait} ends its waits
   * @param deadlineNanos a time of the execution, or Long.MAX_VALUE for none
   * @param over whether that has come to an end; asked before each park. What makes it true happens
   *     before the call of {@link #endWait}
   * @return a packet that the caller owns, or null if the thread was interrupted, which leaves its
   *     status set, the deadline is past, or it is over
   */
  public Mbuf await(Execution execution, Object whose, long deadlineNanos, BooleanSupplier over) {
    return waiters.await(this::alloc, execution, whose, deadlineNanos, over);
  }

  /**
   * Has whoever {@linkplain #await awaits} a buffer for a purpose look whether that is over. Any
   * thread.
   *
   * @param whose the purpose
   */
  public void endWait(Object whose) {
    waiters.end(whose);
  }

  /**
   * Copies the bytes of a packet, and what is noted on it of its flow and its checksum. As {@link
   * #alloc}.
   *
   * @param packet a packet of the caller's
   * @return a packet that the caller owns too, or null when buffers are short
   */
  public Mbuf copy(Mbuf packet) {
    Mbuf copy = null;
    int at = 0;
    do {
      Mbuf buffer = alloc();
      if (buffer == null) {
        if (copy != null) {
          copy.free();
        }
        return null;
      }
      int count = Math.min(buffer.tailroom(), packet.length() - at);
      buffer.extend(count);
      buffer.copyFrom(0, packet, at, count);
      at += count;
      if (copy == null) {
        copy = buffer;
      } else {
        copy.append(buffer);
      }
    } while (at < packet.length());
    copy.setFlow(
        packet.foreignAddress(), packet.foreignPort(), packet.localAddress(), packet.localPort());
    copy.copyChecksum(packet);
    return copy;
  }

  /**
   * How many times {@link #alloc} found nothing. Any thread.
   *
   * @return a number that only grows
   */
  public long exhausted() {
    return exhausted.get();
  }

  /**
   * How many buffers are free now. Exact only when no other thread allocates or frees, as after a
   * test, where anything below {@link #capacity} is a leak.
   *
   * @return 0..{@link #capacity}
   */
  public int available() {
    return free.size();
  }

  /**
   * How many buffers the pool was made with.
   *
   * @return at least 1
   */
  public int capacity() {
    return capacity;
  }

  /** Takes a buffer back. Any thread; the buffer's contents happen before its next allocation. */
  void release(Mbuf packet) {
    int traced = packet.traced(); // another's as soon as it is given back
    free.give(packet);
    report(StackProbe.FREE_MBUF, traced);
    waiters.choose();
  }

  /** A buffer of the pool has come somewhere else. */
  void report(StackProbe probe, int traced) {
    Probes.hit(probes, probe, traced);
  }
}
