package netmp.nic;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a device has counted, by the usual names of interface statistics. Any thread. Striped, since
 * several threads act as the device.
 */
public final class NicCounters {

  final LongAdder rxPackets = new LongAdder();
  final LongAdder rxBytes = new LongAdder();
  final LongAdder rxNoBuffer = new LongAdder();
  final LongAdder rxFiltered = new LongAdder();
  final LongAdder rxLengthErrors = new LongAdder();
  final LongAdder txPackets = new LongAdder();
  final LongAdder txBytes = new LongAdder();
  final LongAdder txNoCarrier = new LongAdder();

  NicCounters() {}

  /**
   * Frames handed to the driver.
   *
   * @return the number so far
   */
  public long rxPackets() {
    return rxPackets.sum();
  }

  /**
   * Bytes in frames handed to the driver.
   *
   * @return the number so far
   */
  public long rxBytes() {
    return rxBytes.sum();
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
    return txPackets.sum();
  }

  /**
   * Bytes in frames sent.
   *
   * @return the number so far
   */
  public long txBytes() {
    return txBytes.sum();
  }

  /**
   * Frames lost because no wire was connected.
   *
   * @return the number so far
   */
  public long txNoCarrier() {
    return txNoCarrier.sum();
  }
}
