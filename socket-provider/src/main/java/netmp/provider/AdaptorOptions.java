package netmp.provider;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/** The options of a channel, as its socket adaptor sets and reads them. */
final class AdaptorOptions {

  private AdaptorOptions() {}

  static void checkOpen(NetworkChannel channel) throws SocketException {
    if (!channel.isOpen()) {
      throw new SocketException("Socket is closed");
    }
  }

  static <T> void set(NetworkChannel channel, SocketOption<T> option, T value)
      throws SocketException {
    checkOpen(channel);
    try {
      channel.setOption(option, value);
    } catch (IOException e) {
      throw asSocketException(e);
    }
  }

  static <T> T get(NetworkChannel channel, SocketOption<T> option) throws SocketException {
    checkOpen(channel);
    try {
      return channel.getOption(option);
    } catch (IOException e) {
      throw asSocketException(e);
    }
  }

  static SocketException asSocketException(IOException why) {
    return why instanceof SocketException exception
        ? exception
        : new SocketException(why.getMessage(), why);
  }
}
