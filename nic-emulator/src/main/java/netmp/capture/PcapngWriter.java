package netmp.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import netmp.capture.CapturedFrame.Direction;
import netmp.nic.Wire;

/**
 * Writes a pcapng file (draft-ietf-opsawg-pcapng): one section, little-endian, an interface for
 * each device, times in nanoseconds, the direction of each frame. Any thread may write.
 */
public final class PcapngWriter implements AutoCloseable {

  private static final int ETHERNET = 1;
  private static final int NAME = 2;
  private static final int RESOLUTION = 9;
  private static final int FLAGS = 2;
  private static final int NANOSECONDS = 9;

  private final OutputStream out;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private int devices;

  /**
   * Begins a file.
   *
   * @param out receives the bytes; should be buffered; closed by {@link #close}
   * @param clock the time in nanoseconds, not negative
   */
  public PcapngWriter(OutputStream out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
    ByteBuffer body = buffer(16);
    body.putInt(Pcapng.BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    block(Pcapng.SECTION_HEADER, body);
  }

  /**
   * Adds a device.
   *
   * @param name for people
   * @return its number, for {@link #tap}
   */
  public int addDevice(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = buffer(8 + 4 + padded(bytes.length) + 8 + 4);
    body.putShort((short) ETHERNET).putShort((short) 0).putInt(0);
    option(body, NAME, bytes);
    option(body, RESOLUTION, new byte[] {NANOSECONDS});
    body.putInt(0);
    lock.lock();
    try {
      block(Pcapng.INTERFACE_DESCRIPTION, body);
      return devices++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Records what passes a wire.
   *
   * @param device a number from {@link #addDevice}
   * @param direction which way the frames go, seen from the device
   * @param next where they go on to
   * @return a wire that records, then passes on
   */
  public Wire tap(int device, Direction direction, Wire next) {
    return (frame, offset, length) -> {
      write(device, direction, frame, offset, length);
      next.transmit(frame, offset, length);
    };
  }

  private void write(int device, Direction direction, byte[] frame, int offset, int length) {
    lock.lock();
    try {
      long now = clock.getAsLong();
      ByteBuffer body = buffer(20 + padded(length) + 8 + 4);
      body.putInt(device).putInt((int) (now >>> 32)).putInt((int) now);
      body.putInt(length).putInt(length);
      body.put(frame, offset, length).position(20 + padded(length));
      option(body, FLAGS, new byte[] {(byte) direction.flags(), 0, 0, 0});
      body.putInt(0);
      block(Pcapng.ENHANCED_PACKET, body);
    } finally {
      lock.unlock();
    }
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static void option(ByteBuffer body, int code, byte[] value) {
    int end = body.position() + 4 + padded(value.length);
    body.putShort((short) code).putShort((short) value.length).put(value).position(end);
  }

  private void block(int type, ByteBuffer body) {
    byte[] block = new byte[body.capacity() + 12];
    ByteBuffer.wrap(block)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(type)
        .putInt(block.length)
        .put(body.rewind())
        .putInt(block.length);
    try {
      out.write(block);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the capture", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
