package netmp.nic;

import java.lang.invoke.VarHandle;
import netmp.offload.Joining;
import netmp.offload.Segmentation;
import netmp.offload.TcpFrame;
import netmp.offload.TransportChecksum;

/**
 * What a device does to frames between the wire and the receive rings: filters them, verifies
 * checksums, joins segments, strips tags, chooses the ring. Any number of threads at once.
 */
final class Receiver {

  private static final int MIN_FRAME = 14;
  private static final int TAG = 4;
  private static final int VLAN_MASK = 0xfff;
  private static final int NO_TAG = -1;

  private final RxRing[] rings;
  private final Rss rss;
  private final ReceiveFilter filter;
  private final NicCounters counters;

  /** Registers, which are set before frames come. */
  private int longest = Nic.MAX_FRAME;

  private boolean checksum;
  private boolean stripping;
  private boolean joining;

  /** Right checksums are found wrong, on purpose. */
  private volatile boolean mistaken;

  /** What a thread of the device has in hand. */
  private final ThreadLocal<Joining> joined = ThreadLocal.withInitial(Joining::new);

  private final ThreadLocal<Segmentation> cut = ThreadLocal.withInitial(Segmentation::new);

  private final ThreadLocal<Filled> filled = ThreadLocal.withInitial(Filled::new);

  /** The rings that a thread of the device has filled and not looked at since, a bit for each. */
  private static final class Filled {
    long rings;
  }

  Receiver(RxRing[] rings, Rss rss, ReceiveFilter filter, NicCounters counters) {
    this.rings = rings;
    this.rss = rss;
    this.filter = filter;
    this.counters = counters;
  }

  void setLongestFrame(int bytes) {
    longest = bytes;
  }

  void setChecksum(boolean on) {
    checksum = on;
  }

  void setStripping(boolean on) {
    stripping = on;
  }

  void setJoining(boolean on) {
    joining = on;
  }

  void setMistaken(boolean on) {
    mistaken = on;
  }

  /** A finished frame arrives. */
  void receive(byte[] frame, int at, int length, boolean more) {
    int tag = tag(frame, at, length);
    if (isGood(frame, at, length, tag, longest)) {
      int status = checksum ? verify(frame, at, length, tag) : 0;
      if (joining) {
        join(frame, at, length, tag, status, more);
      } else {
        deliver(frame, at, length, tag, status);
      }
    }
    if (!more) {
      end();
    }
  }

  /** No frame follows at once: what was kept goes to its ring, and drivers are woken. */
  void end() {
    if (joining) {
      flush(joined.get());
    }
    interrupt(filled.get());
  }

  /**
   * Asks the rings that got frames whether their drivers want to be woken. Once for all of them,
   * since it takes a fence, which waits until the frames are in the drivers' memory: {@code
   * specs/interrupt}.
   */
  private void interrupt(Filled by) {
    long left = by.rings;
    by.rings = 0;
    if (left != 0) {
      VarHandle.fullFence();
    }
    for (; left != 0; left &= left - 1) {
      rings[Long.numberOfTrailingZeros(left)].raise();
    }
  }

  /** A frame arrives of which a kernel vouches that it is right, though nobody has finished it. */
  void receiveUnfinished(byte[] frame, int at, int length, int mss, boolean more) {
    if (mss > 0 && !joining && cut.get().begin(frame, at, length, mss)) {
      Segmentation segments = cut.get();
      while (segments.next()) {
        receive(segments.segment(), 0, segments.length(), true);
      }
    } else {
      deliverUnfinished(frame, at, length, mss);
    }
    if (!more) {
      end();
    }
  }

  /** Segments that are not cut are as if this device had joined them. */
  private void deliverUnfinished(byte[] frame, int at, int length, int mss) {
    int tag = tag(frame, at, length);
    if (!isGood(frame, at, length, tag, mss > 0 ? TcpFrame.MOST : longest)) {
      return;
    }
    if (!checksum) {
      TransportChecksum.finish(frame, at, length);
    }
    if (joining) {
      flush(joined.get());
    }
    int status = mss > 0 ? RxStatus.JOINED : 0;
    deliver(frame, at, length, tag, checksum ? status | RxStatus.CHECKSUM_GOOD : status);
  }

  private boolean isGood(byte[] frame, int at, int length, int tag, int most) {
    if (length < MIN_FRAME || length > most + (tag == NO_TAG ? 0 : TAG)) {
      counters.rxLengthErrors.increment();
      return false;
    }
    boolean good = filter.passes(frame, at, tag == NO_TAG ? 0 : tag & VLAN_MASK);
    if (!good) {
      counters.rxFiltered.increment();
    }
    return good;
  }

  private static int tag(byte[] frame, int at, int length) {
    boolean tagged =
        length >= MIN_FRAME + TAG && frame[at + 12] == (byte) 0x81 && frame[at + 13] == 0;
    return tagged ? (frame[at + 14] & 0xff) << 8 | (frame[at + 15] & 0xff) : NO_TAG;
  }

  private int verify(byte[] frame, int at, int length, int tag) {
    int skip = tag == NO_TAG ? 0 : TAG;
    int found = TransportChecksum.verify(frame, at + skip, length - skip);
    if (found == TransportChecksum.NOT_LOOKED_AT) {
      return 0;
    }
    if (found == TransportChecksum.GOOD && !mistaken) {
      return RxStatus.CHECKSUM_GOOD;
    }
    counters.rxChecksumBad.increment();
    return RxStatus.CHECKSUM_BAD;
  }

  // ---- joining ----

  private void join(byte[] frame, int at, int length, int tag, int status, boolean more) {
    Joining segments = joined.get();
    boolean fits = status == RxStatus.CHECKSUM_GOOD && tag == NO_TAG;
    if (!segments.isEmpty() && !(fits && segments.add(frame, at, length))) {
      flush(segments);
    } else if (!segments.isEmpty()) {
      return;
    }
    if (!more || !fits || !segments.add(frame, at, length)) {
      deliver(frame, at, length, tag, status);
    }
  }

  /** What was joined goes to its ring. */
  private void flush(Joining segments) {
    if (segments.isEmpty()) {
      return;
    }
    int status = RxStatus.CHECKSUM_GOOD;
    if (segments.isJoined()) {
      segments.finish();
      status |= RxStatus.JOINED;
    }
    deliver(segments.frame(), 0, segments.length(), NO_TAG, status);
    segments.clear();
  }

  private void deliver(byte[] frame, int at, int length, int tag, int status) {
    int hash = rss.hash(frame, at, length);
    int queue = rss.queue(hash);
    boolean strips = stripping && tag != NO_TAG;
    int told = strips ? status | RxStatus.VLAN : status;
    if (rings[queue].fill(frame, at, length, hash, told, strips ? tag : 0)) {
      filled.get().rings |= 1L << queue;
    }
  }
}
