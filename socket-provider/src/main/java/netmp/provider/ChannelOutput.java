package netmp.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;

/** What a socket writes, as a stream. Its close closes the channel. */
final class ChannelOutput extends OutputStream {

  private final StreamChannel channel;

  ChannelOutput(StreamChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /** All of it: a write of the channel may end behind a part, and the next one tells why. */
  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    if (!channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
    ByteBuffer rest = ByteBuffer.wrap(data, offset, length);
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (ClosedChannelException e) {
      throw ChannelInput.closed(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
