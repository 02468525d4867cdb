package netmp.nic;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A transmit ring. All methods are for the one thread that drives the queue; this device sends
 * within {@link #doorbell}, on that thread.
 */
public final class TxRing {

  private final int mask;
  private final byte[][] buffers;
  private final int[] offsets;
  private final int[] lengths;
  private final Nic device;

  /** Frames sent, and bytes in them: written by the ring's thread, read by any. */
  private final AtomicLong packets = new AtomicLong();

  private final AtomicLong bytes = new AtomicLong();

  /** Doorbells that sent nothing: written and read likewise. */
  private final AtomicLong stalls = new AtomicLong();

  private RingObserver observer;

  /** The device sends nothing, on purpose. Any thread sets it. */
  private volatile boolean stalled;

  private long enqueue;
  private long send;
  private long reclaim;

  TxRing(int size, Nic device) {
    mask = size - 1;
    buffers = new byte[size][];
    offsets = new int[size];
    lengths = new int[size];
    this.device = device;
  }

  /**
   * Gives a frame to the device, to be sent at the next doorbell.
   *
   * @param buffer the device owns the given part of it until the descriptor is reclaimed
   * @param offset index of the first byte
   * @param length number of bytes
   * @return the descriptor's index, 0..size-1, or -1 if all descriptors are in use
   */
  public int enqueue(byte[] buffer, int offset, int length) {
    if (enqueue - reclaim > mask) {
      return -1;
    }
    int index = (int) enqueue & mask;
    buffers[index] = buffer;
    offsets[index] = offset;
    lengths[index] = length;
    enqueue++;
    Observation.made(observer, RingStep.ENQUEUE_FRAME, enqueue - 1, mask + 1);
    return index;
  }

  /** Tells the device to send what is enqueued. */
  public void doorbell() {
    if (send == enqueue) {
      return;
    }
    Observation.made(observer, RingStep.RING_DOORBELL, enqueue, 0);
    if (stalled) {
      stalls.setOpaque(stalls.getPlain() + 1);
      return;
    }
    while (send < enqueue) {
      int index = (int) send & mask;
      boolean more = send + 1 < enqueue;
      if (device.send(buffers[index], offsets[index], lengths[index], more)) {
        packets.setOpaque(packets.getPlain() + 1);
        bytes.setOpaque(bytes.getPlain() + lengths[index]);
      }
      send++;
      Observation.made(observer, RingStep.SEND_FRAME, send - 1, 1);
    }
  }

  /**
   * Resets a queue that has stalled: what was not sent never will be, and can be reclaimed. The
   * device touches none of it any more.
   */
  public void reset() {
    stalled = false;
    send = enqueue;
    Observation.made(observer, RingStep.RESET_RING, enqueue, 0);
  }

  /**
   * Whether descriptors are enqueued that were not reclaimed.
   *
   * @return true if there are
   */
  public boolean isPending() {
    return reclaim < enqueue;
  }

  /** Sends nothing from now on, or does. Any thread; a doorbell sends what is left. */
  void stall(boolean on) {
    stalled = on;
  }

  /**
   * Takes back the next descriptor whose frame was sent, in order.
   *
   * @return its index, or -1
   */
  public int reclaim() {
    if (reclaim == send) {
      return -1;
    }
    reclaim++;
    Observation.made(observer, RingStep.RECLAIM_FRAME, reclaim - 1, 0);
    return (int) (reclaim - 1) & mask;
  }

  /**
   * Reports the steps of this ring. Before frames pass.
   *
   * @param of hears of them; null for nobody
   */
  public void observe(RingObserver of) {
    observer = of;
    if (of != null) {
      Observation.begin();
    }
  }

  /** Doorbells that sent nothing, on purpose. Any thread. */
  long stalls() {
    return stalls.getOpaque();
  }

  /** Frames sent so far. Any thread. */
  long packets() {
    return packets.getOpaque();
  }

  /** Bytes in frames sent so far. Any thread. */
  long bytes() {
    return bytes.getOpaque();
  }
}
