package netmp.adversary;

import java.util.function.Consumer;
import netmp.nic.RingObserver;
import netmp.nic.RingStep;

/**
 * A transmit ring as {@code netmp.nic.TxRing}, of a device that sends on a thread of its own. All
 * memory is sequentially consistent here.
 */
final class PlantedTxRing implements RingScenarios.Transmitting {

  /** What is wrong with it. */
  enum Mistake {
    /** The doorbell is rung for a descriptor, which is then written. */
    RUNG_FIRST,
    /** What was rung for is taken back. */
    RECLAIMED_UNSENT,
    /** A descriptor is completed, and then sent. */
    COMPLETED_FIRST,
    /** One frame too many may be enqueued. */
    ENQUEUED_TOO_MANY
  }

  private final Mistake mistake;
  private final Runnable switchPoint;
  private final RingObserver observer;
  private final Consumer<byte[]> wire;
  private final byte[][] buffers;
  private long enqueued;
  private long rung;
  private long sent;
  private long reclaimed;

  PlantedTxRing(
      Mistake mistake,
      int size,
      Runnable switchPoint,
      RingObserver observer,
      Consumer<byte[]> wire) {
    this.mistake = mistake;
    this.switchPoint = switchPoint;
    this.observer = observer;
    this.wire = wire;
    buffers = new byte[size][];
  }

  private int index(long n) {
    return (int) (n % buffers.length);
  }

  @Override
  public boolean enqueue(byte[] buffer) {
    int most = buffers.length + (mistake == Mistake.ENQUEUED_TOO_MANY ? 1 : 0);
    if (enqueued - reclaimed >= most) {
      return false;
    }
    if (mistake == Mistake.RUNG_FIRST) {
      rung = enqueued + 1;
      observer.made(RingStep.RING_DOORBELL, rung, 0);
    }
    buffers[index(enqueued)] = buffer;
    enqueued++;
    observer.made(RingStep.ENQUEUE_FRAME, enqueued - 1, buffers.length);
    return true;
  }

  @Override
  public void doorbell() {
    rung = enqueued;
    observer.made(RingStep.RING_DOORBELL, rung, 0);
  }

  @Override
  public boolean reclaim() {
    if (reclaimed == (mistake == Mistake.RECLAIMED_UNSENT ? rung : sent)) {
      return false;
    }
    reclaimed++;
    observer.made(RingStep.RECLAIM_FRAME, reclaimed - 1, 0);
    return true;
  }

  /** The device's thread: sends so many frames. */
  void device(int frames, Runnable spin) {
    for (int i = 0; i < frames; i++) {
      while (sent == rung) {
        spin.run();
      }
      if (mistake == Mistake.COMPLETED_FIRST) {
        complete();
        wire.accept(buffers[index(i)]);
      } else {
        wire.accept(buffers[index(i)]);
        switchPoint.run();
        complete();
      }
    }
  }

  private void complete() {
    sent++;
    observer.made(RingStep.SEND_FRAME, sent - 1, 1);
  }
}
