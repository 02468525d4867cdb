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
  private final int[] commands;
  private final int[] sizes;
  private final int[] tags;
  private final Transmitter transmitter;

  /** Frames sent, and bytes in them: written by the ring's thread, read by any. */
  private final AtomicLong packets = new AtomicLong();

  private final AtomicLong bytes = new AtomicLong();

  /** Doorbells that sent nothing: written and read likewise. */
  private final AtomicLong stalls = new AtomicLong();

  private RingObserver observer;

  /** The device sends nothing, on purpose. Any thread sets it. */
  private volatile boolean stalled;

  private long enqueue;

  /** Behind the last descriptor that ends a frame: so far the device may send. */
  private long whole;

  private long send;
  private long reclaim;

  TxRing(int size, Nic device) {
    mask = size - 1;
    buffers = new byte[size][];
    offsets = new int[size];
    lengths = new int[size];
    commands = new int[size];
    sizes = new int[size];
    tags = new int[size];
    transmitter = new Transmitter(device, packets, bytes);
  }

  /**
   * Gives a frame to the device, to be sent as it is at the next doorbell.
   *
   * @param buffer the device owns the given part of it until the descriptor is reclaimed
   * @param offset index of the first byte
   * @param length number of bytes
   * @return the descriptor's index, 0..size-1, or -1 if all descriptors are in use
   */
  public int enqueue(byte[] buffer, int offset, int length) {
    return enqueue(buffer, offset, length, TxCommand.END_OF_PACKET, 0, 0);
  }

  /**
   * Gives a frame, or a part of one, to the device. A frame is sent at the next doorbell after its
   * last part.
   *
   * @param buffer the device owns the given part of it until the descriptor is reclaimed; it may
   *     make the checksum there
   * @param offset index of the first byte
   * @param length number of bytes
   * @param command bits of {@link TxCommand}
   * @param mss bytes of text of a segment, 1..65535; with {@link TxCommand#SEGMENT}
   * @param tag the tag control information, 0..65535; with {@link TxCommand#INSERT_VLAN}
   * @return the descriptor's index, 0..size-1, or -1 if all descriptors are in use
   */
  public int enqueue(byte[] buffer, int offset, int length, int command, int mss, int tag) {
    if (enqueue - reclaim > mask) {
      return -1;
    }
    int index = (int) enqueue & mask;
    buffers[index] = buffer;
    offsets[index] = offset;
    lengths[index] = length;
    commands[index] = command;
    sizes[index] = mss;
    tags[index] = tag;
    enqueue++;
    Observation.made(observer, RingStep.ENQUEUE_FRAME, enqueue - 1, mask + 1);
    if ((command & TxCommand.END_OF_PACKET) != 0) {
      whole = enqueue;
    }
    return index;
  }

  /**
   * How many descriptors can be enqueued, so that a frame of several is not begun in vain.
   *
   * @return 0..size
   */
  public int space() {
    return mask + 1 - (int) (enqueue - reclaim);
  }

  /** Tells the device to send the frames that are enqueued. */
  public void doorbell() {
    if (send == whole) {
      return;
    }
    Observation.made(observer, RingStep.RING_DOORBELL, whole, 0);
    if (stalled) {
      stalls.setOpaque(stalls.getPlain() + 1);
      return;
    }
    while (send < whole) {
      long before = send;
      int first = (int) send & mask;
      int command = commands[first];
      if (command == TxCommand.END_OF_PACKET) {
        send++;
        transmitter.send(buffers[first], offsets[first], lengths[first], send < whole);
      } else {
        gather();
        transmitter.send(command, sizes[first], tags[first], send < whole);
      }
      Observation.made(observer, RingStep.SEND_FRAME, before, send - before);
    }
  }

  /** Hands the parts of the next frame to the transmitter. */
  private void gather() {
    int index;
    do {
      index = (int) send++ & mask;
      transmitter.add(buffers[index], offsets[index], lengths[index]);
    } while ((commands[index] & TxCommand.END_OF_PACKET) == 0);
  }

  /**
   * Resets a queue that has stalled: what was not sent never will be, and can be reclaimed. The
   * device touches none of it any more.
   */
  public void reset() {
    stalled = false;
    whole = enqueue;
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
