package netmp.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import netmp.capture.CapturedFrame.Direction;
import netmp.nic.Port;
import netmp.nic.Wire;

/** Writes a capture file: what passes a wire at devices, with times in nanoseconds. Any thread. */
public abstract sealed class CaptureWriter implements AutoCloseable
    permits PcapWriter, PcapngWriter {

  private final OutputStream out;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private int devices;

  CaptureWriter(OutputStream out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Begins a file of the format that its name asks for.
   *
   * @param name of the file: pcap if it ends in {@code .pcap}, else pcapng
   * @param out receives the bytes; should be buffered; closed by {@link #close}
   * @param clock the time in nanoseconds, not negative
   * @return a writer
   */
  public static CaptureWriter forName(String name, OutputStream out, LongSupplier clock) {
    return name.endsWith(".pcap") ? new PcapWriter(out, clock) : new PcapngWriter(out, clock);
  }

  /**
   * Adds a device.
   *
   * @param name for people
   * @param note makes the comments of its frames
   * @return its number, for {@link #tap}
   */
  public final int addDevice(String name, PacketNote note) {
    lock.lock();
    try {
      describe(name, note);
      return devices++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a device whose frames have no comments.
   *
   * @param name for people
   * @return its number, for {@link #tap}
   */
  public final int addDevice(String name) {
    return addDevice(name, (direction, frame, offset, length) -> null);
  }

  /**
   * Records what a device sends and receives.
   *
   * @param name for people
   * @param device the device's port
   * @param note makes the comments of its frames
   * @return the port to plug a cable in
   */
  public final Port at(String name, Port device, PacketNote note) {
    int number = addDevice(name, note);
    Wire inbound = tap(number, Direction.INBOUND, device::receive);
    return new Port() {
      @Override
      public void connect(Wire to) {
        device.connect(tap(number, Direction.OUTBOUND, to));
      }

      @Override
      public void receive(byte[] frame, int offset, int length) {
        inbound.transmit(frame, offset, length);
      }
    };
  }

  /**
   * Records what passes a wire.
   *
   * @param device a number from {@link #addDevice}
   * @param direction which way the frames go, seen from the device
   * @param next where they go on to
   * @return a wire that records, then passes on
   */
  public final Wire tap(int device, Direction direction, Wire next) {
    return new Wire() {
      @Override
      public void transmit(byte[] frame, int offset, int length) {
        transmit(frame, offset, length, false);
      }

      @Override
      public void transmit(byte[] frame, int offset, int length, boolean more) {
        record(device, direction, frame, offset, length);
        next.transmit(frame, offset, length, more);
      }

      @Override
      public void flush() {
        next.flush();
      }
    };
  }

  private void record(int device, Direction direction, byte[] frame, int offset, int length) {
    lock.lock();
    try {
      write(device, clock.getAsLong(), direction, frame, offset, length);
    } finally {
      lock.unlock();
    }
  }

  /** Writes that there is a device. Under the lock. */
  abstract void describe(String name, PacketNote note);

  /** Writes a frame. Under the lock. */
  abstract void write(
      int device, long nanos, Direction direction, byte[] frame, int offset, int length);

  static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  final void put(ByteBuffer whole) {
    byte[] bytes = new byte[whole.capacity()];
    whole.rewind().get(bytes);
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the capture", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
