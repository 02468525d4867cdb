package netmp.ether;

import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.mbuf.PacketHandler;
import netmp.netisr.Device;
import netmp.netisr.Timer;
import netmp.netisr.Timers;
import netmp.nic.RxRing;
import netmp.nic.RxStatus;
import netmp.nic.TxRing;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * The driver of one CPU's pair of descriptor rings. It keeps the receive ring filled with empty
 * buffers, and frees sent packets when the device has given their descriptors back. All methods are
 * for the protocol thread of the CPU: no other CPU touches these rings.
 */
public final class DeviceQueue implements Device {

  /**
   * For so long a transmit ring may send nothing before it is reset, in nanoseconds: BSD's
   * watchdog, if_timer, gives a device five seconds.
   */
  public static final long TX_TIMEOUT = 5_000_000_000L;

  private final RxRing rx;
  private final TxRing tx;
  private final MbufPool pool;
  private final Timers timers;
  private final Counters counters;
  private final PacketHandler input;
  private final Mbuf[] posted;

  /** Where the last descriptor of a frame is: the frame. */
  private final Mbuf[] lent;

  private final Timer watchdog =
      new Timer() {
        @Override
        protected void fire() {
          timeOut();
        }
      };

  /** Descriptors for which there was no empty buffer. */
  private int missing;

  /**
   * Wires the driver; {@link #start} fills the receive ring.
   *
   * @param rx the CPU's receive ring
   * @param tx the CPU's transmit ring
   * @param ringSize number of descriptors of each ring
   * @param pool the CPU's buffers, more of them than descriptors
   * @param timers the CPU's
   * @param counters the CPU's
   * @param input takes received frames
   * @throws IllegalArgumentException if the pool cannot fill the ring
   */
  public DeviceQueue(
      RxRing rx,
      TxRing tx,
      int ringSize,
      MbufPool pool,
      Timers timers,
      Counters counters,
      PacketHandler input) {
    if (pool.capacity() <= ringSize) {
      throw new IllegalArgumentException(
          "a pool of "
              + pool.capacity()
              + " buffers is too small for a receive ring of "
              + ringSize
              + " descriptors; make it larger than the ring");
    }
    this.rx = rx;
    this.tx = tx;
    this.pool = pool;
    this.timers = timers;
    this.counters = counters;
    this.input = input;
    this.posted = new Mbuf[ringSize];
    this.lent = new Mbuf[ringSize];
  }

  @Override
  public void start(Runnable wake) {
    pool.own();
    rx.onInterrupt(wake);
    for (int i = 0; i < posted.length; i++) {
      post(pool.alloc());
    }
  }

  @Override
  public int poll(int budget) {
    int polled = 0;
    while (polled < budget) {
      int index = rx.poll();
      if (index < 0) {
        break;
      }
      polled++;
      receive(index);
    }
    return polled;
  }

  @Override
  public boolean isReady() {
    return rx.isReady();
  }

  @Override
  public void enableInterrupt() {
    rx.enableInterrupt();
  }

  @Override
  public void disableInterrupt() {
    rx.disableInterrupt();
  }

  @Override
  public void flush() {
    tx.doorbell();
    reclaim();
    watch();
  }

  /** A queue that sends nothing even now is reset; its packets are lost. */
  private void timeOut() {
    tx.doorbell();
    reclaim();
    if (tx.isPending()) {
      counters.count(Counter.TX_TIMEOUT);
      tx.reset();
      reclaim();
    }
  }

  /** The watchdog runs while there is something that the device has not sent. */
  private void watch() {
    if (!tx.isPending()) {
      timers.cancel(watchdog);
    } else if (!watchdog.isScheduled()) {
      timers.schedule(watchdog, timers.now() + TX_TIMEOUT);
    }
  }

  /**
   * Puts a frame on the transmit ring; the next {@link #flush} rings the doorbell. With the ring
   * full it is rung at once; if the device sends nothing then, the frame is dropped.
   *
   * @param frame a complete frame; taken
   */
  public void transmit(Mbuf frame) {
    int index = frame.transmitOn(tx);
    if (index < 0) {
      flush();
      index = frame.transmitOn(tx);
    }
    if (index < 0) {
      counters.drop(frame, DropReason.TX_RING_FULL);
      return;
    }
    lent[index] = frame;
    counters.count(Counter.ETHER_SENT);
  }

  /** Takes a frame from the descriptor where it begins; those behind are complete too. */
  private void receive(int first) {
    int status = rx.status(first);
    Mbuf frame = take(first);
    for (int last = status; (last & RxStatus.END_OF_PACKET) == 0; ) {
      int index = rx.poll();
      last = rx.status(index); // of the frame only as long as the descriptor is not posted again
      frame.append(take(index));
    }
    if (missing > 0) {
      giveUp(frame, DropReason.RX_NO_MBUF);
    } else if ((status & RxStatus.ERROR) != 0) {
      giveUp(frame, DropReason.RX_DMA_ERROR);
    } else {
      input.handle(frame);
    }
  }

  /** The ring must stay full or the device stalls, so received buffers themselves go back to it. */
  private void giveUp(Mbuf frame, DropReason reason) {
    counters.count(Counter.ETHER_RECEIVED);
    counters.drop(frame, reason);
    for (; missing > 0; missing--) {
      post(pool.alloc());
    }
  }

  /** Takes a filled buffer, and posts an empty one in its place if there is one. */
  private Mbuf take(int index) {
    Mbuf filled = posted[index];
    posted[index] = null;
    filled.filledBy(rx, index);
    Mbuf empty = pool.alloc();
    if (empty == null) {
      missing++;
    } else {
      post(empty);
    }
    return filled;
  }

  private void post(Mbuf empty) {
    int index = empty.postTo(rx);
    assert index >= 0 : "the ring has fewer descriptors than it was said to have";
    posted[index] = empty;
  }

  private void reclaim() {
    for (int index = tx.reclaim(); index >= 0; index = tx.reclaim()) {
      Mbuf frame = lent[index];
      lent[index] = null;
      if (frame != null) {
        frame.sent();
      }
    }
  }
}
