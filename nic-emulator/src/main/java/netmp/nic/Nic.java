package netmp.nic;

import java.util.Set;

/** A network interface device of several queues. See the package for what a driver must know. */
public final class Nic implements Port {

  /** The longest frame at first, in bytes: an Ethernet header and 1500 bytes. */
  public static final int MAX_FRAME = 1514;

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
  private final ReceiveFilter filter;
  private final Receiver receiver;
  private volatile boolean carrier = true;
  private volatile boolean spoilsChecksums;
  private volatile Runnable linkHandler = () -> {};

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
    filter = new ReceiveFilter(macAddress);
    receiver = new Receiver(rx, rss, filter, counters);
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

  /** Brings the device up: registers that are set before frames pass stay as they are. Once. */
  public void start() {
    rss.run();
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
   * Which frames the device takes.
   *
   * @return its registers
   */
  public ReceiveFilter filter() {
    return filter;
  }

  /**
   * Sets the longest frame that is received (jumbo frames). What is joined may be longer.
   *
   * @param bytes without tag and frame check sequence, at least {@link #MAX_FRAME}
   */
  public void setLongestFrame(int bytes) {
    receiver.setLongestFrame(bytes);
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
    receiver.setMistaken(faults.contains(DeviceFault.RX_CHECKSUM));
    spoilsChecksums = faults.contains(DeviceFault.TX_CHECKSUM);
  }

  /** Whether the checksums that it makes are wrong on purpose. */
  boolean spoilsChecksums() {
    return spoilsChecksums;
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
   * Interrupt moderation: leaves a time between two interrupts of a queue (ethtool's rx-usecs). The
   * first one after a pause comes at once; what comes earlier after another waits until the time is
   * over, and the frames that came meanwhile wait with it. Off at reset; any time, one thread at a
   * time.
   *
   * @param nanos least time between interrupts of a queue; 0 for none
   * @param scheduler the device's clock and the thread on which interrupts come that had to wait
   */
  public void setInterruptInterval(long nanos, Scheduler scheduler) {
    for (RxRing ring : rx) {
      ring.moderate(nanos == 0 ? null : new InterruptModeration(nanos, scheduler));
    }
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
   * Whether the device verifies checksums of TCP and UDP. Before frames pass; off at reset.
   *
   * @param on whether descriptors say what came of it
   */
  public void setReceiveChecksum(boolean on) {
    receiver.setChecksum(on);
  }

  /**
   * Whether the device strips 802.1Q tags. Before frames pass; off at reset.
   *
   * @param on whether descriptors have the tags, and buffers have none
   */
  public void setVlanStripping(boolean on) {
    receiver.setStripping(on);
  }

  /**
   * Whether the device joins segments of TCP that come in together (LRO). Takes {@linkplain
   * #setReceiveChecksum checksums}, as only what is right is joined, and buffers for frames of up
   * to 65549 bytes, or as many posted. Before frames pass; off at reset.
   *
   * @param on whether frames may be longer than any on the wire
   */
  public void setJoining(boolean on) {
    receiver.setJoining(on);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Any thread; copies the frame once and allocates nothing. Without a link it is lost.
   */
  @Override
  public void receive(byte[] frame, int offset, int length) {
    receive(frame, offset, length, false);
  }

  /**
   * A frame arrives from the cable, and it is known whether another one follows at once from the
   * same thread. If so, it may be joined with that.
   *
   * @param frame holds the frame; not kept
   * @param offset index of its first byte
   * @param length its length in bytes
   * @param more whether another one follows at once
   */
  public void receive(byte[] frame, int offset, int length, boolean more) {
    if (carrier) {
      receiver.receive(frame, offset, length, more);
    } else if (!more) {
      receiver.end(); // of those that came before the carrier went
    }
  }

  /**
   * The device's end of a cable that may carry frames which are not finished: the device takes them
   * as if it had verified, or joined, them.
   *
   * @return calls {@link #receive(byte[], int, int, boolean)}
   */
  public OffloadWire input() {
    return new OffloadWire() {
      @Override
      public void transmit(byte[] frame, int offset, int length) {
        receive(frame, offset, length, false);
      }

      @Override
      public void transmit(byte[] frame, int offset, int length, boolean more) {
        receive(frame, offset, length, more);
      }

      @Override
      public void transmitUnfinished(byte[] frame, int offset, int length, int mss, boolean more) {
        if (carrier) {
          receiver.receiveUnfinished(frame, offset, length, mss, more);
        } else if (!more) {
          receiver.end();
        }
      }

      @Override
      public void flush() {
        receiver.end();
      }
    };
  }

  // ---- the link ----

  /**
   * Whether frames can pass.
   *
   * @return true while there is a wire with a carrier
   */
  public boolean isLinkUp() {
    return carrier && wire != null;
  }

  /**
   * The cable loses its carrier, or has it again. Any thread, one at a time.
   *
   * @param up whether there is one
   */
  public void setCarrier(boolean up) {
    if (carrier != up) {
      carrier = up;
      counters.carrierChanges.increment();
      linkHandler.run();
    }
  }

  /**
   * Names who is told when the carrier comes or goes; {@link #isLinkUp} says which. It runs on the
   * thread that moved the cable and must be quick.
   *
   * @param routine the handler
   */
  public void onLinkChange(Runnable routine) {
    linkHandler = routine;
  }

  /** The wire, or null while there is none or no carrier. */
  Wire wire() {
    return carrier ? wire : null;
  }

  /** Sends a frame; false if there is no link. */
  boolean send(byte[] frame, int offset, int length, boolean more) {
    Wire to = wire();
    if (to == null) {
      counters.txNoCarrier.increment();
      if (!more) {
        flush();
      }
      return false;
    }
    to.transmit(frame, offset, length, more);
    return true;
  }

  /** The last frame of several is not sent: those before it were, and go now. */
  void flush() {
    Wire to = wire; // also without a carrier, which may have gone meanwhile
    if (to != null) {
      to.flush();
    }
  }
}
