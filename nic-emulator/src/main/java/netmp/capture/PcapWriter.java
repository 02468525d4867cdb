package netmp.capture;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import netmp.capture.CapturedFrame.Direction;

/**
 * Writes the classic format (draft-ietf-opsawg-pcap), little-endian, times in nanoseconds. It knows
 * no devices, directions or comments: what two devices see of one frame is two frames.
 */
final class PcapWriter extends CaptureWriter {

  private static final long SECOND = 1_000_000_000;

  PcapWriter(OutputStream out, LongSupplier clock) {
    super(out, clock);
    put(
        buffer(24)
            .putInt(Pcap.NANOSECONDS)
            .putShort((short) 2)
            .putShort((short) 4)
            .putLong(0)
            .putInt(CaptureReader.MAX_FRAME)
            .putInt(CaptureReader.ETHERNET));
  }

  @Override
  void describe(String name, PacketNote note) {}

  @Override
  void write(int device, long nanos, Direction direction, byte[] frame, int offset, int length) {
    ByteBuffer packet = buffer(16 + length);
    packet.putInt((int) (nanos / SECOND)).putInt((int) (nanos % SECOND));
    put(packet.putInt(length).putInt(length).put(frame, offset, length));
  }
}
