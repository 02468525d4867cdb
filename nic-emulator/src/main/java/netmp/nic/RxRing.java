package netmp.nic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/** Padding: what lies before a ring in memory may be what the other side reads for each frame. */
abstract class RxRingFront {
  @SuppressWarnings("unused")
  private long o1, o2, o3, o4, o5, o6, o7, o8, o9, o10, o11, o12, o13, o14, o15;
}

/** The fields of the driver's thread, and padding behind them. */
abstract class RxRingDriver extends RxRingFront {
  /** Next descriptor to be posted; free-running. Released: the device claims up to here. */
  long post;

  /** Next descriptor to be polled; free-running. */
  long poll;

  /** Bytes in polled frames. Other threads read it. */
  long bytes;

  @SuppressWarnings("unused") // The device's threads write `claim`; it has a cache line of its own.
  private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
}

/** The fields that the device's threads write, and padding behind them. */
abstract class RxRingDevice extends RxRingDriver {
  /** Next descriptor to be filled; free-running; moved by compare-and-set. */
  volatile long claim;

  /**
   * So many were posted when a thread of the device last asked, or fewer. The driver writes its own
   * count for each descriptor: asking for it each time would fetch its cache line for each frame.
   */
  long known;

  @SuppressWarnings("unused")
  private long q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;
}

/** The register of the interrupt, which both sides write, and padding behind it. */
abstract class RxRingInterrupt extends RxRingDevice {
  /**
   * 1 if the device may interrupt, once. As wide as the padding, since a JVM lays wide ones first.
   */
  volatile long interruptEnabled;

  @SuppressWarnings("unused")
  private long r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15;
}

/**
 * A receive ring. The driver's methods are for one thread at a time; {@link #fill} is the device's
 * and may be called by any number of threads.
 */
public final class RxRing extends RxRingInterrupt {

  /** The least capacity of a buffer, in bytes: an Ethernet header lies in one. */
  public static final int MIN_CAPACITY = 16;

  /** Bytes of the addresses in front of a tag, and of a tag (IEEE 802.1Q). */
  private static final int ADDRESSES = 12;

  private static final int TAG = 4;

  /** The mark in a descriptor's second word; below it the status, and the length in 32 bits. */
  private static final long DONE = Long.MIN_VALUE;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle POST;
  private static final VarHandle BYTES;
  private static final VarHandle CLAIM;
  private static final VarHandle KNOWN;
  private static final VarHandle INTERRUPT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      POST = lookup.findVarHandle(RxRingDriver.class, "post", long.class);
      BYTES = lookup.findVarHandle(RxRingDriver.class, "bytes", long.class);
      CLAIM = lookup.findVarHandle(RxRingDevice.class, "claim", long.class);
      KNOWN = lookup.findVarHandle(RxRingDevice.class, "known", long.class);
      INTERRUPT = lookup.findVarHandle(RxRingInterrupt.class, "interruptEnabled", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int mask;

  /** What the driver posts: buffers, and the offset and capacity of each in one word. */
  private final byte[][] buffers;

  private final long[] places;

  /**
   * What the device writes back, two words for each descriptor, so that a frame takes one cache
   * line from the driver's CPU: hash and tag; mark, status and length.
   */
  private final long[] words;

  /** Descriptors of frames behind the first of each; and frames for which there was no buffer. */
  private final LongAdder more = new LongAdder();

  private final LongAdder missed = new LongAdder();
  private volatile Runnable handler = () -> {};
  private RingObserver observer;

  /** Spaces the interrupts; null at reset. */
  private volatile InterruptModeration moderation;

  /** What the device does wrong on purpose. */
  private volatile boolean stalled;

  private volatile boolean dmaFails;
  private volatile boolean losesInterrupts;
  private final LongAdder lostInterrupts = new LongAdder();

  RxRing(int size) {
    mask = size - 1;
    words = new long[2 * size];
    places = new long[size];
    buffers = new byte[size][];
  }

  // ---- driver ----

  /**
   * Gives an empty buffer to the device.
   *
   * @param buffer the device owns the given part of it until the descriptor is polled
   * @param offset index of the first byte
   * @param capacity number of bytes, at least {@link #MIN_CAPACITY}
   * @return the descriptor's index, 0..size-1, or -1 if all descriptors are in use
   */
  public int post(byte[] buffer, int offset, int capacity) {
    if (post - poll > mask) {
      return -1;
    }
    assert capacity >= MIN_CAPACITY : "a buffer of " + capacity + " bytes is too small";
    int index = (int) post & mask;
    buffers[index] = buffer;
    places[index] = (long) offset << Integer.SIZE | capacity;
    POST.setRelease(this, post + 1);
    Observation.made(observer, RingStep.POST_DESCRIPTOR, post - 1, mask + 1);
    return index;
  }

  /**
   * Takes the next completed descriptor, in the order of posting.
   *
   * @return its index, or -1 when the device has not filled it yet
   */
  public int poll() {
    int index = (int) poll & mask;
    long word = (long) WORD.getAcquire(words, 2 * index + 1);
    if ((word & DONE) == 0) {
      return -1;
    }
    words[2 * index + 1] = word & ~DONE;
    poll++;
    int length = (int) word;
    BYTES.setOpaque(this, bytes + length);
    Observation.made(observer, RingStep.POLL_DESCRIPTOR, poll - 1, length);
    return index;
  }

  /**
   * How much of a received frame is in a buffer: all of it, unless it spans several.
   *
   * @param index a polled descriptor that was not posted again
   * @return bytes; 0 with {@link RxStatus#ERROR}
   */
  public int length(int index) {
    return (int) words[2 * index + 1];
  }

  /**
   * The hash that chose the ring.
   *
   * @param index a polled descriptor that was not posted again
   * @return any 32 bits, 0 for what is not hashed
   */
  public int hash(int index) {
    return (int) words[2 * index];
  }

  /**
   * What became of a frame; all its descriptors say the same, but for the end of the packet.
   *
   * @param index a polled descriptor that was not posted again
   * @return bits of {@link RxStatus}
   */
  public int status(int index) {
    return (int) (words[2 * index + 1] >>> Integer.SIZE);
  }

  /**
   * The tag control information that was stripped.
   *
   * @param index a polled descriptor that was not posted again, whose status has {@link
   *     RxStatus#VLAN}
   * @return priority and VLAN of IEEE 802.1Q, 0..65535
   */
  public int tag(int index) {
    return (int) (words[2 * index] >>> Integer.SIZE);
  }

  /**
   * Whether {@link #poll} would find a frame.
   *
   * @return true if it would
   */
  public boolean isReady() {
    long word = (long) WORD.getVolatile(words, 2 * ((int) poll & mask) + 1);
    boolean ready = (word & DONE) != 0;
    Observation.made(observer, RingStep.LOOK_AGAIN, ready ? 1 : 0, 0);
    return ready;
  }

  /**
   * Lets the device interrupt once. The driver must look at {@link #isReady} afterwards: what was
   * completed before does not interrupt.
   */
  public void enableInterrupt() {
    interruptEnabled = 1;
    Observation.made(observer, RingStep.ENABLE_INTERRUPT, 0, 0);
  }

  /** Masks the interrupt. One that was raised before may still arrive. */
  public void disableInterrupt() {
    interruptEnabled = 0;
    Observation.made(observer, RingStep.DISABLE_INTERRUPT, 0, 0);
  }

  /**
   * Names the interrupt handler. It runs on a thread of the device and must be quick.
   *
   * @param routine the handler
   */
  public void onInterrupt(Runnable routine) {
    handler = routine;
  }

  /**
   * Reports the steps of this ring, those of the device too. Before frames pass.
   *
   * @param of hears of them; null for nobody
   */
  public void observe(RingObserver of) {
    observer = of;
    if (of != null) {
      Observation.begin();
    }
  }

  // ---- what was counted, for any thread ----

  /** Frames for which there was a buffer. */
  long filled() {
    return claim - more.sum();
  }

  /** Frames for which there was none. */
  long missed() {
    return missed.sum();
  }

  /** Interrupts that were not raised on purpose. */
  long lostInterrupts() {
    return lostInterrupts.sum();
  }

  /** Bytes in frames that were polled. */
  long bytes() {
    return (long) BYTES.getOpaque(this);
  }

  // ---- device ----

  /** Does wrong from now on, or does not. Any thread. */
  void inject(boolean stall, boolean dmaError, boolean lostInterrupt) {
    stalled = stall;
    dmaFails = dmaError;
    losesInterrupts = lostInterrupt;
  }

  /** Spaces the interrupts from now on; null not to. */
  void moderate(InterruptModeration how) {
    moderation = how;
  }

  /** Calls the handler for no reason. */
  void interrupt() {
    handler.run();
  }

  /**
   * Copies a frame into the next posted buffers; if they are too few it is lost and counted. Who
   * fills must {@link #raise} behind its last frame.
   *
   * @param status bits of {@link RxStatus} but for the end of the packet; with VLAN the frame's tag
   *     is left out
   * @return false if it is lost
   */
  boolean fill(byte[] frame, int offset, int length, int hash, int status, int tag) {
    int left = (status & RxStatus.VLAN) == 0 ? 0 : TAG;
    boolean fails = dmaFails;
    long first = stalled ? -1 : claim(fails ? 1 : length - left);
    if (first < 0) {
      missed.increment();
      return false;
    }
    if (fails) {
      WORD.setOpaque(words, 2 * ((int) first & mask) + 1, 0L);
      complete(first, first, hash, RxStatus.ERROR, 0);
    } else {
      long last = write(first, frame, offset + left, length - left);
      if (left > 0) {
        int index = (int) first & mask;
        System.arraycopy(frame, offset, buffers[index], offset(index), ADDRESSES);
      }
      complete(first, last, hash, status, tag);
    }
    return true;
  }

  /** Hands the descriptors of a frame back. */
  private void complete(long first, long last, int hash, int status, int tag) {
    // From the last to the first: a driver that finds the first finds all.
    for (long next = last; next >= first; next--) {
      int index = (int) next & mask;
      words[2 * index] = (long) tag << Integer.SIZE | (hash & 0xffff_ffffL);
      long told = next == last ? status | RxStatus.END_OF_PACKET : status;
      long written = words[2 * index + 1]; // the driver's, once the mark is set
      WORD.setRelease(words, 2 * index + 1, DONE | told << Integer.SIZE | written);
      Observation.made(observer, RingStep.COMPLETE_DESCRIPTOR, next, written);
    }
  }

  /**
   * Interrupts, if the driver asked for that. Behind a full fence behind what was filled: either
   * the driver that looks again sees the frame, or this sees that it is about to park.
   */
  void raise() {
    if (interruptEnabled != 0 && INTERRUPT.compareAndSet(this, 1L, 0L)) {
      Observation.made(observer, RingStep.RAISE_INTERRUPT, 0, 0);
      if (losesInterrupts) {
        lostInterrupts.increment();
      } else {
        deliver();
      }
    }
  }

  private void deliver() {
    InterruptModeration spacing = moderation;
    if (spacing == null) {
      handler.run();
    } else {
      spacing.raise(handler);
    }
  }

  /** Writes a frame into claimed buffers; the last of them. */
  private long write(long first, byte[] frame, int offset, int length) {
    long next = first;
    int written = 0;
    for (; ; ) {
      int index = (int) next & mask;
      int bytes = Math.min(length - written, capacity(index));
      System.arraycopy(frame, offset + written, buffers[index], offset(index), bytes);
      WORD.setOpaque(words, 2 * index + 1, (long) bytes); // no mark: the driver may look
      written += bytes;
      if (written == length) {
        break;
      }
      next++;
    }
    if (next > first) {
      more.add(next - first);
    }
    return next;
  }

  /**
   * Takes the next posted descriptors that a frame needs. The count of posted ones decides, not the
   * descriptors' state: after a turn of the ring the next one may be in the hands of a thread that
   * is still filling it.
   */
  private long claim(int length) {
    for (; ; ) {
      long next = claim;
      long behind = behind(next, length);
      if (behind < 0) {
        VarHandle
            .loadLoadFence(); // capacities may change once the count has: ask for it after them
        if (claim == next) {
          return -1;
        }
      } else if (CLAIM.compareAndSet(this, next, behind)) {
        Observation.made(observer, RingStep.CLAIM_DESCRIPTOR, next, behind - next);
        return next;
      }
    }
  }

  /** Behind the descriptors that a frame needs, or -1 if too few are posted. */
  private long behind(long first, int length) {
    long posted = (long) KNOWN.getAcquire(this);
    long next = first;
    for (int left = length; left > 0; left -= capacity((int) next++ & mask)) {
      if (next >= posted) {
        posted = (long) POST.getAcquire(this);
        KNOWN.setRelease(this, posted);
      }
      if (next >= posted) {
        return -1;
      }
    }
    return next;
  }

  private int offset(int index) {
    return (int) (places[index] >>> Integer.SIZE);
  }

  private int capacity(int index) {
    return (int) places[index];
  }
}
