package netmp.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import netmp.socket.Filter;
import netmp.socket.Shutdown;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;

/** A pipe: two local sockets that are connected, each used in one direction. */
final class LocalPipe extends Pipe {

  private final SourceChannel source;
  private final SinkChannel sink;

  LocalPipe(SelectorProvider provider, NetStack stack) throws IOException {
    List<StreamSocket> pair = stack.socketPair();
    try {
      pair.getFirst().shutdown(Shutdown.SHUT_WR);
    } catch (SocketError e) {
      throw Errors.of(e);
    }
    source = new Source(provider, new StreamChannel(provider, stack, pair.getFirst()));
    sink = new Sink(provider, new StreamChannel(provider, stack, pair.getLast()));
  }

  @Override
  public SourceChannel source() {
    return source;
  }

  @Override
  public SinkChannel sink() {
    return sink;
  }

  private static final class Source extends SourceChannel implements Selectable {
    private final StreamChannel channel;

    Source(SelectorProvider provider, StreamChannel channel) {
      super(provider);
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      try {
        return channel.read(target);
      } finally {
        closeIfEnded();
      }
    }

    @Override
    public long read(ByteBuffer[] targets) throws IOException {
      try {
        return channel.read(targets);
      } finally {
        closeIfEnded();
      }
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
      try {
        return channel.read(targets, offset, length);
      } finally {
        closeIfEnded();
      }
    }

    /** An interrupt closes the channel within. */
    private void closeIfEnded() throws IOException {
      if (!channel.isOpen()) {
        close();
      }
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
      channel.configureBlocking(block);
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      channel.close();
    }

    @Override
    public Socket watched() {
      return channel.watched();
    }

    @Override
    public int readyOps(Filter filter) {
      return filter == Filter.READ ? SelectionKey.OP_READ : 0;
    }
  }

  private static final class Sink extends SinkChannel implements Selectable {
    private final StreamChannel channel;

    Sink(SelectorProvider provider, StreamChannel channel) {
      super(provider);
      this.channel = channel;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      try {
        return channel.write(source);
      } finally {
        closeIfEnded();
      }
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
      try {
        return channel.write(sources);
      } finally {
        closeIfEnded();
      }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      try {
        return channel.write(sources, offset, length);
      } finally {
        closeIfEnded();
      }
    }

    /** An interrupt closes the channel within. */
    private void closeIfEnded() throws IOException {
      if (!channel.isOpen()) {
        close();
      }
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
      channel.configureBlocking(block);
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      channel.close();
    }

    @Override
    public Socket watched() {
      return channel.watched();
    }

    @Override
    public int readyOps(Filter filter) {
      return filter == Filter.WRITE ? SelectionKey.OP_WRITE : 0;
    }
  }
}
