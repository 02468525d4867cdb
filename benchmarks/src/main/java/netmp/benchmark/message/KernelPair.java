package netmp.benchmark.message;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** Over the kernel's loopback: two connected, blocking channels. */
public final class KernelPair implements EchoPair {

  private final DatagramChannel client = open();
  private final DatagramChannel server = open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH);
  private final Thread echo;

  /**
   * A pair.
   *
   * @throws IOException if a channel cannot be opened
   */
  public KernelPair() throws IOException {
    client.connect(server.getLocalAddress());
    server.connect(client.getLocalAddress());
    echo = Thread.ofPlatform().name("kernel echo").start(this::echo);
  }

  private static DatagramChannel open() throws IOException {
    return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void echo() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(LENGTH);
    try {
      for (; ; ) {
        server.read(datagram.clear());
        server.write(datagram.flip());
      }
    } catch (ClosedChannelException e) {
      // The measurement is over.
    } catch (IOException e) {
      throw new IllegalStateException("the echo server failed", e);
    }
  }

  @Override
  public void send() throws IOException {
    client.write(buffer.clear());
  }

  @Override
  public void receive() throws IOException {
    client.read(buffer.clear());
  }

  @Override
  public void end() throws IOException, InterruptedException {
    server.close();
    echo.join();
    client.close();
  }
}
