package netmp.provider;

import static java.util.Map.entry;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.Map;

/** The options of a channel, as its socket adaptor sets and reads them. */
final class AdaptorOptions {

  /** The options by the numbers of plain sockets. */
  private static final Map<Integer, SocketOption<?>> BY_ID =
      Map.ofEntries(
          entry(SocketOptions.TCP_NODELAY, StandardSocketOptions.TCP_NODELAY),
          entry(SocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_KEEPALIVE),
          entry(SocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_REUSEADDR),
          entry(SocketOptions.SO_REUSEPORT, StandardSocketOptions.SO_REUSEPORT),
          entry(SocketOptions.SO_SNDBUF, StandardSocketOptions.SO_SNDBUF),
          entry(SocketOptions.SO_RCVBUF, StandardSocketOptions.SO_RCVBUF),
          entry(SocketOptions.SO_BROADCAST, StandardSocketOptions.SO_BROADCAST),
          entry(SocketOptions.IP_TOS, StandardSocketOptions.IP_TOS),
          entry(SocketOptions.IP_MULTICAST_IF2, StandardSocketOptions.IP_MULTICAST_IF),
          entry(SocketOptions.IP_MULTICAST_LOOP, StandardSocketOptions.IP_MULTICAST_LOOP));

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

  /** Sets an option of a plain socket. */
  @SuppressWarnings("unchecked") // the JDK gives a value of the option's type
  static void set(NetworkChannel channel, int id, Object value) throws SocketException {
    set(channel, (SocketOption<Object>) byId(id), value);
  }

  static Object get(NetworkChannel channel, int id) throws SocketException {
    return get(channel, byId(id));
  }

  private static SocketOption<?> byId(int id) throws SocketException {
    SocketOption<?> option = BY_ID.get(id);
    if (option == null) {
      throw new SocketException("no such option: " + id);
    }
    return option;
  }

  static SocketException asSocketException(IOException why) {
    return why instanceof SocketException exception
        ? exception
        : new SocketException(why.getMessage(), why);
  }
}
