package netmp.nic;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a device has counted, by the usual names of interface statistics. Any thread. What goes well
 * the rings count, each by a thread of its own or on a line that is written anyway; what is rare is
 * striped, since several threads act as the device.
 */
public final class NicCounters {

  private final RxRing[] rx;
  private final TxRing[] tx;
  final LongAdder rxFiltered = new LongAdder();
  final LongAdder rxLengthErrors = new LongAdder();
  final LongAdder rxChecksumBad = new LongAdder();
  final LongAdder txNoCarrier = new LongAdder();
  final LongAdder txErrors = new LongAdder();
  final LongAdder carrierChanges = new LongAdder();

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
   * Frames lost because the ring had too few posted buffers for them.
   *
   * @return the number so far
   */
  public long rxNoBuffer() {
    return Arrays.stream(rx).mapToLong(RxRing::missed).sum();
  }

  /**
   * Frames for other stations, groups or VLANs.
   *
   * @return the number so far
   */
  public long rxFiltered() {
    return rxFiltered.sum();
  }

  /**
   * Frames whose checksum of TCP or UDP the device found wrong. Any thread.
   *
   * @return a number that only grows
   */
  public long rxChecksumBad() {
    return rxChecksumBad.sum();
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
   * All that the device has counted, by the names that Linux gives it: of the device those of
   * rtnl_link_stats64, then of each queue those of ethtool.
   *
   * @return name to value, in the order of {@code docs/nic.md}
   */
  public Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("rx_packets", rxPackets());
    all.put("tx_packets", txPackets());
    all.put("rx_bytes", rxBytes());
    all.put("tx_bytes", txBytes());
    all.put("tx_errors", txErrors.sum());
    all.put("rx_length_errors", rxLengthErrors());
    all.put("rx_missed_errors", rxNoBuffer());
    all.put("tx_carrier_errors", txNoCarrier());
    all.put("carrier_changes", carrierChanges.sum());
    all.put("rx_filtered", rxFiltered());
    all.put("rx_csum_bad", rxChecksumBad.sum());
    for (int q = 0; q < rx.length; q++) {
      all.put("rx_queue_" + q + "_packets", rx[q].filled());
      all.put("rx_queue_" + q + "_bytes", rx[q].bytes());
      all.put("rx_queue_" + q + "_drops", rx[q].missed());
      all.put("tx_queue_" + q + "_packets", tx[q].packets());
      all.put("tx_queue_" + q + "_bytes", tx[q].bytes());
    }
    return all;
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
