package netmp.nic;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import netmp.offload.Segmentation;
import netmp.offload.TcpFrame;
import netmp.offload.TransportChecksum;

/**
 * What a device does to frames between a transmit ring and the wire: gathers their parts, cuts
 * them, makes their checksums, inserts tags. On the thread of the ring.
 */
final class Transmitter {

  private static final int ADDRESSES = 12;
  private static final int TAG = 4;

  /** Tag protocol identifier of IEEE 802.1Q. */
  private static final int TPID = 0x8100;

  private final Nic device;
  private final AtomicLong packets;
  private final AtomicLong bytes;
  private final Segmentation segmentation = new Segmentation();

  /** The frame in hand. It lies where the driver has it until there is a second part. */
  private byte[] frame;

  private int at;
  private int length;

  /** Whether it has a second part. */
  private boolean isGathered;

  private byte[] gathered = new byte[0];
  private byte[] tagged = new byte[0];

  /**
   * A transmitter that counts.
   *
   * @param device has the wire
   * @param packets frames sent; written by this thread alone
   * @param bytes in them
   */
  Transmitter(Nic device, AtomicLong packets, AtomicLong bytes) {
    this.device = device;
    this.packets = packets;
    this.bytes = bytes;
  }

  /** Sends a finished frame. */
  void send(byte[] data, int offset, int count, boolean more) {
    if (device.send(data, offset, count, more)) {
      packets.setOpaque(packets.getPlain() + 1);
      bytes.setOpaque(bytes.getPlain() + count);
    }
  }

  /** Puts a part behind those of the frame in hand. */
  void add(byte[] data, int offset, int count) {
    if (frame == null) {
      frame = data;
      at = offset;
      length = count;
      isGathered = false;
      return;
    }
    if (!isGathered) {
      reserve(length);
      System.arraycopy(frame, at, gathered, 0, length);
      isGathered = true;
    }
    reserve(length + count);
    System.arraycopy(data, offset, gathered, length, count);
    frame = gathered;
    at = 0;
    length += count;
  }

  private void reserve(int bytes) {
    if (gathered.length < bytes) {
      gathered = Arrays.copyOf(gathered, Math.max(bytes, TcpFrame.MOST));
    }
  }

  /** Sends the frame in hand. */
  void send(int command, int mss, int tag, boolean more) {
    boolean cut = (command & TxCommand.SEGMENT) != 0;
    boolean insert = (command & TxCommand.INSERT_VLAN) != 0;
    if (!cut && (command & TxCommand.INSERT_CHECKSUM) == 0) {
      send(insert, tag, frame, at, length, more);
    } else if (TransportChecksum.transport(frame, at, length) < 0) {
      device.counters().txErrors.increment();
      if (!more) {
        device.flush();
      }
    } else if (insert || !sendUnfinished(cut ? mss : 0, more)) {
      finish(cut ? mss : 0, insert, tag, more);
    }
    frame = null;
  }

  /** To a wire whose other end finishes frames. */
  private boolean sendUnfinished(int mss, boolean more) {
    if (!(device.wire() instanceof OffloadWire wire)) {
      return false;
    }
    wire.transmitUnfinished(frame, at, length, mss, more);
    packets.setOpaque(packets.getPlain() + 1);
    bytes.setOpaque(bytes.getPlain() + length);
    return true;
  }

  private void finish(int mss, boolean insert, int tag, boolean more) {
    if (!segmentation.begin(frame, at, length, mss)) {
      TransportChecksum.finish(frame, at, length);
      spoil(frame, at, length);
      send(insert, tag, frame, at, length, more);
      return;
    }
    while (segmentation.next()) {
      boolean another = more || !segmentation.isLast();
      spoil(segmentation.segment(), 0, segmentation.length());
      send(insert, tag, segmentation.segment(), 0, segmentation.length(), another);
    }
  }

  /** Makes a checksum wrong, if the device is to do that. */
  private void spoil(byte[] finished, int start, int count) {
    if (device.spoilsChecksums()) {
      int transport = TransportChecksum.transport(finished, start, count);
      finished[transport + TransportChecksum.field(finished, start)] ^= 1;
    }
  }

  private void send(boolean insert, int tag, byte[] data, int offset, int count, boolean more) {
    if (!insert) {
      send(data, offset, count, more);
      return;
    }
    if (tagged.length < count + TAG) {
      tagged = new byte[Math.max(count + TAG, Nic.MAX_FRAME + TAG)];
    }
    System.arraycopy(data, offset, tagged, 0, ADDRESSES);
    tagged[ADDRESSES] = (byte) (TPID >>> 8);
    tagged[ADDRESSES + 1] = (byte) TPID;
    tagged[ADDRESSES + 2] = (byte) (tag >>> 8);
    tagged[ADDRESSES + 3] = (byte) tag;
    System.arraycopy(data, offset + ADDRESSES, tagged, ADDRESSES + TAG, count - ADDRESSES);
    send(tagged, 0, count + TAG, more);
  }
}
