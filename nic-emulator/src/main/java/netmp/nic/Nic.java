package netmp.nic;

import java.util.Set;

/** A network interface device of several queues. See the package for what a driver must know. */
public final class Nic implements Port {

  /** The longest frame at first, in bytes: an Ethernet header and 1500 bytes. */
  public static final int MAX_FRAME = 1514;

  private static final int MIN_FRAME = 14;
  private static final int MAX_QUEUES = 64;
  private static final int MAX_RING = 1 << 16;

  private final String name;
  private final long macAddress;
  private final int ringSize;
  private final RxRing[] rx;
  private final TxRing[] tx;
  private final Rss rss;
  private final NicCounters counters;
  private volatile Wire wire;
  private volatile boolean promiscuous;
  private volatile int longest = MAX_FRAME;

  /**
   * A device without a wire that spreads by {@link FlowHash#XOR}.
   *
   * @param name for people and captures
   * @param macAddress 48 bits, a station's
   * @param queues number of queues, a power of two up to 64
   * @param ringSize descriptors per ring, a power of two up to 65536
   * @throws IllegalArgumentException if a number is out of range
   */
  public Nic(String name, long macAddress, int queues, int ringSize) {
    this(name, macAddress, queues, ringSize, FlowHash.XOR);
  }

  /**
   * A device without a wire.
   *
   * @param name for people and captures
   * @param macAddress 48 bits, a station's
   * @param queues number of queues, a power of two up to 64
   * @param ringSize descriptors per ring, a power of two up to 65536
   * @param hash by which it spreads packets over its queues
   * @throws IllegalArgumentException if a number is out of range
   */
  public Nic(String name, long macAddress, int queues, int ringSize, FlowHash hash) {
    require(name, "queues", queues, MAX_QUEUES);
    require(name, "ring size", ringSize, MAX_RING);
    this.name = name;
    this.macAddress = macAddress;
    this.ringSize = ringSize;
    rss = new Rss(hash, queues);
    rx = new RxRing[queues];
    tx = new TxRing[queues];
    for (int q = 0; q < queues; q++) {
      rx[q] = new RxRing(ringSize);
      tx[q] = new TxRing(ringSize, this);
    }
    counters = new NicCounters(rx, tx);
  }

  private static void require(String name, String what, int value, int most) {
    if (Integer.bitCount(value) != 1 || value > most || value < 1) {
      throw new IllegalArgumentException(
          "NIC " + name + ": " + what + " " + value + " is not a power of two from 1 to " + most);
    }
  }

  /**
   * The device's name.
   *
   * @return as given
   */
  public String name() {
    return name;
  }

  /**
   * The station address.
   *
   * @return 48 bits
   */
  public long macAddress() {
    return macAddress;
  }

  /**
   * The number of queues.
   *
   * @return a power of two
   */
  public int queues() {
    return rx.length;
  }

  /**
   * The number of descriptors of each ring.
   *
   * @return a power of two
   */
  public int ringSize() {
    return ringSize;
  }

  /**
   * How packets are spread over the queues.
   *
   * @return the steering, the same for device and stack
   */
  public Rss rss() {
    return rss;
  }

  /**
   * A receive ring.
   *
   * @param queue 0..queues-1
   * @return the ring, for the queue's driver
   */
  public RxRing rx(int queue) {
    return rx[queue];
  }

  /**
   * A transmit ring.
   *
   * @param queue 0..queues-1
   * @return the ring, for the queue's driver
   */
  public TxRing tx(int queue) {
    return tx[queue];
  }

  @Override
  public void connect(Wire to) {
    wire = to;
  }

  /**
   * Whether to take frames for other stations too.
   *
   * @param all true to take all
   */
  public void setPromiscuous(boolean all) {
    promiscuous = all;
  }

  /**
   * Sets the longest frame that is received (jumbo frames).
   *
   * @param bytes without the frame check sequence, at least {@link #MAX_FRAME}
   */
  public void setLongestFrame(int bytes) {
    longest = bytes;
  }

  /**
   * Has the device do wrong, until it is told otherwise. Any thread.
   *
   * @param faults all that it does wrong from now on; none for a device that works
   */
  public void inject(Set<DeviceFault> faults) {
    for (int q = 0; q < rx.length; q++) {
      rx[q].inject(
          faults.contains(DeviceFault.RX_STALL),
          faults.contains(DeviceFault.DMA_ERROR),
          faults.contains(DeviceFault.LOST_INTERRUPT));
      tx[q].stall(faults.contains(DeviceFault.TX_STALL));
    }
  }

  /**
   * Interrupts without a reason (a spurious interrupt), masked or not. Any thread.
   *
   * @param queue 0..queues-1
   */
  public void interrupt(int queue) {
    rx[queue].interrupt();
  }

  /**
   * What the device has counted.
   *
   * @return live counters
   */
  public NicCounters counters() {
    return counters;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Any thread; copies the frame once and allocates nothing.
   */
  @Override
  public void receive(byte[] frame, int offset, int length) {
    if (length < MIN_FRAME || length > longest) {
      counters.rxLengthErrors.increment();
    } else if (!isForUs(frame, offset)) {
      counters.rxFiltered.increment();
    } else {
      int hash = rss.hash(frame, offset, length);
      if (!rx[rss.queue(hash)].fill(frame, offset, length, hash)) {
        counters.rxNoBuffer.increment();
      }
    }
  }

  private boolean isForUs(byte[] frame, int offset) {
    if (promiscuous || (frame[offset] & 1) != 0) {
      return true;
    }
    long destination = 0;
    for (int i = 0; i < 6; i++) {
      destination = destination << 8 | (frame[offset + i] & 0xff);
    }
    return destination == macAddress;
  }

  /** Sends a frame; false if there is no wire. */
  boolean send(byte[] frame, int offset, int length, boolean more) {
    Wire to = wire;
    if (to == null) {
      counters.txNoCarrier.increment();
      return false;
    }
    to.transmit(frame, offset, length, more);
    return true;
  }
}
