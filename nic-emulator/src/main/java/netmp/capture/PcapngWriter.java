package netmp.capture;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import netmp.capture.CapturedFrame.Direction;

/**
 * Writes a pcapng file (draft-ietf-opsawg-pcapng): one section, little-endian, an interface for
 * each device, the direction of each frame and its comment.
 */
public final class PcapngWriter extends CaptureWriter {

  private static final int NAME = 2;
  private static final int RESOLUTION = 9;
  private static final int NANOSECONDS = 9;

  private final List<PacketNote> notes = new ArrayList<>();

  /**
   * Begins a file.
   *
   * @param out receives the bytes; should be buffered; closed by {@link #close}
   * @param clock the time in nanoseconds, not negative
   */
  public PcapngWriter(OutputStream out, LongSupplier clock) {
    super(out, clock);
    ByteBuffer body = buffer(16);
    body.putInt(Pcapng.BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    block(Pcapng.SECTION_HEADER, body);
  }

  @Override
  void describe(String name, PacketNote note) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = buffer(8 + 4 + padded(bytes.length) + 8 + 4);
    body.putShort((short) CaptureReader.ETHERNET).putShort((short) 0).putInt(0);
    option(body, NAME, bytes);
    option(body, RESOLUTION, new byte[] {NANOSECONDS});
    body.putInt(0);
    block(Pcapng.INTERFACE_DESCRIPTION, body);
    notes.add(note);
  }

  @Override
  void write(int device, long nanos, Direction direction, byte[] frame, int offset, int length) {
    String note = notes.get(device).of(direction, frame, offset, length);
    byte[] comment = note == null ? new byte[0] : note.getBytes(StandardCharsets.UTF_8);
    int options = 8 + (note == null ? 0 : 4 + padded(comment.length)) + 4;
    ByteBuffer body = buffer(20 + padded(length) + options);
    body.putInt(device).putInt((int) (nanos >>> 32)).putInt((int) nanos);
    body.putInt(length).putInt(length);
    body.put(frame, offset, length).position(20 + padded(length));
    option(body, Pcapng.FLAGS, new byte[] {(byte) direction.flags(), 0, 0, 0});
    if (note != null) {
      option(body, Pcapng.COMMENT, comment);
    }
    body.putInt(0);
    block(Pcapng.ENHANCED_PACKET, body);
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static void option(ByteBuffer body, int code, byte[] value) {
    int end = body.position() + 4 + padded(value.length);
    body.putShort((short) code).putShort((short) value.length).put(value).position(end);
  }

  private void block(int type, ByteBuffer body) {
    int length = body.capacity() + 12;
    put(buffer(length).putInt(type).putInt(length).put(body.rewind()).putInt(length));
  }
}
