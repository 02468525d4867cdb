package netmp.nic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/** The fields of the driver's thread, and padding behind them. */
abstract class RxRingDriver {
  /** Next descriptor to be posted; free-running. Released: the device claims up to here. */
  long post;

  /** Next descriptor to be polled; free-running. */
  long poll;

  /** Bytes in polled frames. Other threads read it. */
  long bytes;

  @SuppressWarnings("unused") // The device's threads write `claim`; it has a cache line of its own.
  private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
}

/** The field that the device's threads write, and padding behind it. */
abstract class RxRingDevice extends RxRingDriver {
  /** Next descriptor to be filled; free-running; moved by compare-and-set. */
  volatile long claim;

  @SuppressWarnings("unused")
  private long q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;
}

/**
 * A receive ring. The driver's methods are for one thread at a time; {@link #fill} is the device's
 * and may be called by any number of threads.
 */
public final class RxRing extends RxRingDevice {

  /** The least capacity of a buffer, in bytes: an Ethernet header lies in one. */
  public static final int MIN_CAPACITY = 16;

  /** Bytes of the addresses in front of a tag, and of a tag (IEEE 802.1Q). */
  private static final int ADDRESSES = 12;

  private static final int TAG = 4;

  private static final VarHandle DONE = MethodHandles.arrayElementVarHandle(boolean[].class);
  private static final VarHandle POST;
  private static final VarHandle BYTES;
  private static final VarHandle CLAIM;
  private static final VarHandle INTERRUPT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      POST = lookup.findVarHandle(RxRingDriver.class, "post", long.class);
      BYTES = lookup.findVarHandle(RxRingDriver.class, "bytes", long.class);
      CLAIM = lookup.findVarHandle(RxRingDevice.class, "claim", long.class);
      INTERRUPT = lookup.findVarHandle(RxRing.class, "interruptEnabled", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int mask;
  private final boolean[] done;
  private final byte[][] buffers;
  private final int[] offsets;
  private final int[] capacities;
  private final int[] lengths;
  private final int[] hashes;
  private final int[] statuses;
  private final int[] tags;

  /** Descriptors of frames behind the first of each; and frames for which there was no buffer. */
  private final LongAdder more = new LongAdder();

  private final LongAdder missed = new LongAdder();
  private volatile boolean interruptEnabled;
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
    done = new boolean[size];
    buffers = new byte[size][];
    offsets = new int[size];
    capacities = new int[size];
    lengths = new int[size];
    hashes = new int[size];
    statuses = new int[size];
    tags = new int[size];
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
    offsets[index] = offset;
    capacities[index] = capacity;
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
    if (!(boolean) DONE.getAcquire(done, index)) {
      return -1;
    }
    done[index] = false;
    poll++;
    BYTES.setOpaque(this, bytes + lengths[index]);
    Observation.made(observer, RingStep.POLL_DESCRIPTOR, poll - 1, lengths[index]);
    return index;
  }

  /**
   * How much of a received frame is in a buffer: all of it, unless it spans several.
   *
   * @param index a polled descriptor that was not posted again
   * @return bytes; 0 with {@link RxStatus#ERROR}
   */
  public int length(int index) {
    return lengths[index];
  }

  /**
   * The hash that chose the ring.
   *
   * @param index a polled descriptor that was not posted again
   * @return any 32 bits, 0 for what is not hashed
   */
  public int hash(int index) {
    return hashes[index];
  }

  /**
   * What became of a frame; all its descriptors say the same, but for the end of the packet.
   *
   * @param index a polled descriptor that was not posted again
   * @return bits of {@link RxStatus}
   */
  public int status(int index) {
    return statuses[index];
  }

  /**
   * The tag control information that was stripped.
   *
   * @param index a polled descriptor that was not posted again, whose status has {@link
   *     RxStatus#VLAN}
   * @return priority and VLAN of IEEE 802.1Q, 0..65535
   */
  public int tag(int index) {
    return tags[index];
  }

  /**
   * Whether {@link #poll} would find a frame.
   *
   * @return true if it would
   */
  public boolean isReady() {
    boolean ready = (boolean) DONE.getVolatile(done, (int) poll & mask);
    Observation.made(observer, RingStep.LOOK_AGAIN, ready ? 1 : 0, 0);
    return ready;
  }

  /**
   * Lets the device interrupt once. The driver must look at {@link #isReady} afterwards: what was
   * completed before does not interrupt.
   */
  public void enableInterrupt() {
    interruptEnabled = true;
    Observation.made(observer, RingStep.ENABLE_INTERRUPT, 0, 0);
  }

  /** Masks the interrupt. One that was raised before may still arrive. */
  public void disableInterrupt() {
    interruptEnabled = false;
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
      lengths[(int) first & mask] = 0;
      complete(first, first, hash, RxStatus.ERROR, 0);
    } else {
      long last = write(first, frame, offset + left, length - left);
      if (left > 0) {
        int index = (int) first & mask;
        System.arraycopy(frame, offset, buffers[index], offsets[index], ADDRESSES);
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
      hashes[index] = hash;
      tags[index] = tag;
      statuses[index] = next == last ? status | RxStatus.END_OF_PACKET : status;
      int written = lengths[index]; // the driver's, once the mark is set
      DONE.setRelease(done, index, true);
      Observation.made(observer, RingStep.COMPLETE_DESCRIPTOR, next, written);
    }
  }

  /**
   * Interrupts, if the driver asked for that. Behind a full fence behind what was filled: either
   * the driver that looks again sees the frame, or this sees that it is about to park.
   */
  void raise() {
    if (interruptEnabled && INTERRUPT.compareAndSet(this, true, false)) {
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
      int bytes = Math.min(length - written, capacities[index]);
      System.arraycopy(frame, offset + written, buffers[index], offsets[index], bytes);
      lengths[index] = bytes;
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
    long posted = (long) POST.getAcquire(this);
    long next = first;
    for (int left = length; left > 0; left -= capacities[(int) next++ & mask]) {
      if (next >= posted) {
        return -1;
      }
    }
    return next;
  }
}
