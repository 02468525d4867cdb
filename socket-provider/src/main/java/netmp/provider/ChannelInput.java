package netmp.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;

/** What a socket reads, as a stream. Its close closes the channel. */
final class ChannelInput extends InputStream {

  private final StreamChannel channel;

  ChannelInput(StreamChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    if (!channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
    try {
      return channel.read(ByteBuffer.wrap(data, offset, length));
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  static SocketException closed(ClosedChannelException why) {
    SocketException exception = new SocketException("Socket closed");
    exception.initCause(why);
    return exception;
  }

  @Override
  public int available() throws IOException {
    if (!channel.isOpen()) {
      throw new SocketException("Socket closed");
    }
    return channel.isInputEnded() ? 0 : channel.stream().readable();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
