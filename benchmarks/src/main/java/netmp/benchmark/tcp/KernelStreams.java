package netmp.benchmark.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The kernel's TCP over its loopback. */
final class KernelStreams implements Streams {

  private final ServerSocketChannel listener;

  KernelStreams() throws IOException {
    listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
  }

  @Override
  public String name() {
    return "kernel, loopback";
  }

  @Override
  public Stream connect(int only) throws IOException {
    return new Channel(SocketChannel.open(listener.getLocalAddress()));
  }

  @Override
  public Stream accept(int only) throws IOException {
    return new Channel(listener.accept());
  }

  @Override
  public Thread start(String name, Runnable body) {
    return Thread.ofPlatform().name(name).start(body);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** One end, through direct buffers: the least that Java's channels copy. */
  private static final class Channel implements Stream {
    private final SocketChannel channel;
    private ByteBuffer out = ByteBuffer.allocateDirect(0);
    private ByteBuffer in = ByteBuffer.allocateDirect(0);

    Channel(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void tune() throws IOException {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public void write(byte[] data, int length) throws IOException {
      if (out.capacity() < length) {
        out = ByteBuffer.allocateDirect(length);
      }
      out.clear().put(data, 0, length).flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
    }

    @Override
    public int read(byte[] into) throws IOException {
      if (in.capacity() < into.length) {
        in = ByteBuffer.allocateDirect(into.length);
      }
      int count = channel.read(in.clear().limit(into.length));
      if (count > 0) {
        in.flip().get(into, 0, count);
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
