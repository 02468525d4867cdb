package netmp.nic;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a device has counted, by the usual names of interface statistics. Any thread. What goes well
 * the rings count, each by a thread of its own or on a line that is written anyway; what is rare is
 * striped, since several threads act as the device.
 */
public final class NicCounters {

  private final RxRing[] rx;
  private final TxRing[] tx;
  final LongAdder rxNoBuffer = new LongAdder();
  final LongAdder rxFiltered = new LongAdder();
  final LongAdder rxLengthErrors = new LongAdder();
  final LongAdder txNoCarrier = new LongAdder();

  NicCounters(RxRing[] rx, TxRing[] tx) {
    this.rx = rx;
    this.tx = tx;
  }

  /**
   * Frames put in buffers of the driver.
   *
   * @return the number so far
   */
  public long rxPackets() {
    return Arrays.stream(rx).mapToLong(RxRing::filled).sum();
  }

  /**
   * Bytes in frames that the driver has taken.
   *
   * @return the number so far
   */
  public long rxBytes() {
    return Arrays.stream(rx).mapToLong(RxRing::bytes).sum();
  }

  /**
   * Frames lost because the ring had no posted buffer that was long enough.
   *
   * @return the number so far
   */
  public long rxNoBuffer() {
    return rxNoBuffer.sum();
  }

  /**
   * Frames for other stations.
   *
   * @return the number so far
   */
  public long rxFiltered() {
    return rxFiltered.sum();
  }

  /**
   * Frames shorter than an Ethernet header or longer than the longest, {@link Nic#MAX_FRAME} at
   * first.
   *
   * @return the number so far
   */
  public long rxLengthErrors() {
    return rxLengthErrors.sum();
  }

  /**
   * Frames sent.
   *
   * @return the number so far
   */
  public long txPackets() {
    return Arrays.stream(tx).mapToLong(TxRing::packets).sum();
  }

  /**
   * Bytes in frames sent.
   *
   * @return the number so far
   */
  public long txBytes() {
    return Arrays.stream(tx).mapToLong(TxRing::bytes).sum();
  }

  /**
   * Frames lost because no wire was connected.
   *
   * @return the number so far
   */
  public long txNoCarrier() {
    return txNoCarrier.sum();
  }

  /**
   * Interrupts that the device masked and did not raise ({@link DeviceFault#LOST_INTERRUPT}).
   *
   * @return the number so far
   */
  public long lostInterrupts() {
    return Arrays.stream(rx).mapToLong(RxRing::lostInterrupts).sum();
  }

  /**
   * Doorbells of queues that had stalled ({@link DeviceFault#TX_STALL}).
   *
   * @return the number so far
   */
  public long txStalls() {
    return Arrays.stream(tx).mapToLong(TxRing::stalls).sum();
  }
}
