package netmp.tcp;

import java.time.Duration;
import java.util.List;
import netmp.network.Network;
import netmp.network.UserTask;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/**
 * One end of a connection: a thread that writes and one that reads. Each byte tells its place in
 * the stream, so one that is lost, doubled or misplaced is seen by the reader.
 */
final class StreamEnd {

  private static final int CHUNK = 3000;

  private final Network net;
  private final StreamSocket socket;
  private long written;
  private long read;
  private boolean shut;
  private boolean readAll;

  /** What the threads ended with. */
  private Errno writeError = Errno.OK;

  private Errno readError = Errno.OK;

  StreamEnd(Network net, StreamSocket socket) {
    this.net = net;
    this.socket = socket;
  }

  /** Runs the threads to their ends. A thread of the network. */
  void run(String name, List<StreamPlan.Deed> writer, List<StreamPlan.Deed> reader)
      throws SocketError {
    socket.setOption(SocketOption.SO_KEEPALIVE, 1);
    socket.setOption(SocketOption.TCP_KEEPIDLE, 10);
    UserTask writing = net.spawn(name + ".w", () -> writeError = errno(() -> write(writer)));
    UserTask reading = net.spawn(name + ".r", () -> readError = errno(() -> read(reader)));
    writing.join();
    reading.join();
    socket.close();
  }

  @FunctionalInterface
  private interface Part {
    void run() throws Exception;
  }

  private static Errno errno(Part part) throws Exception {
    try {
      part.run();
      return Errno.OK;
    } catch (SocketError e) {
      return e.errno();
    }
  }

  private void write(List<StreamPlan.Deed> deeds) throws Exception {
    for (StreamPlan.Deed deed : deeds) {
      deed.on(this);
    }
    shutdown();
  }

  private void read(List<StreamPlan.Deed> deeds) throws Exception {
    for (StreamPlan.Deed deed : deeds) {
      deed.on(this);
    }
    while (!readAll) {
      read(CHUNK);
    }
  }

  // ---- deeds ----

  void write(int length) throws SocketError {
    if (shut) {
      return;
    }
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = at(written + i);
    }
    written += socket.write(data, 0, length);
  }

  private static byte at(long place) {
    return (byte) (place * 31 + (place >> 8));
  }

  void read(int length) throws SocketError {
    if (readAll) {
      return;
    }
    byte[] data = new byte[length];
    int count = socket.read(data, 0, length);
    readAll = count < 0;
    for (int i = 0; i < count; i++) {
      if (data[i] != at(read + i)) {
        throw new AssertionError("another byte stands at " + (read + i));
      }
    }
    read += Math.max(0, count);
  }

  void pause(int millis) {
    net.sleep(Duration.ofMillis(millis));
  }

  void shutdown() throws SocketError {
    if (!shut) {
      shut = true;
      socket.shutdown(Shutdown.SHUT_WR);
    }
  }

  void abort() throws SocketError {
    socket.setOption(SocketOption.SO_LINGER, 0);
    socket.close();
    shut = true;
  }

  // ---- what became of it ----

  /** Whether all that was written was read, and both know of no error. */
  boolean hasGivenAllTo(StreamEnd peer) {
    boolean good = writeError == Errno.OK && peer.readError == Errno.OK;
    return good && peer.readAll && peer.read == written;
  }

  /** Whether no more was read than was written, and who read too little was told, by one call. */
  boolean hasToldOfTheEnd(StreamEnd peer) {
    boolean told = peer.readError != Errno.OK || peer.writeError != Errno.OK;
    return peer.read <= written && (peer.read == written || told);
  }

  @Override
  public String toString() {
    return "wrote %d (%s), read %d (%s)".formatted(written, writeError, read, readError);
  }
}
