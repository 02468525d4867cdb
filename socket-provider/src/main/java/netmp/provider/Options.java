package netmp.provider;

import static java.util.Map.entry;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import netmp.socket.Socket;
import netmp.socket.SocketError;

/** The options of one channel: the JDK's names for the stack's, and which the program has set. */
final class Options {

  private static final Map<SocketOption<?>, netmp.socket.SocketOption> ANY =
      Map.ofEntries(
          entry(StandardSocketOptions.SO_RCVBUF, netmp.socket.SocketOption.SO_RCVBUF),
          entry(StandardSocketOptions.SO_SNDBUF, netmp.socket.SocketOption.SO_SNDBUF),
          entry(StandardSocketOptions.SO_REUSEADDR, netmp.socket.SocketOption.SO_REUSEADDR),
          entry(StandardSocketOptions.SO_REUSEPORT, netmp.socket.SocketOption.SO_REUSEPORT));

  private static final Map<SocketOption<?>, netmp.socket.SocketOption> STREAM =
      with(
          ANY,
          entry(StandardSocketOptions.SO_KEEPALIVE, netmp.socket.SocketOption.SO_KEEPALIVE),
          entry(StandardSocketOptions.SO_LINGER, netmp.socket.SocketOption.SO_LINGER),
          entry(StandardSocketOptions.TCP_NODELAY, netmp.socket.SocketOption.TCP_NODELAY),
          entry(StandardSocketOptions.IP_TOS, netmp.socket.SocketOption.IP_TOS),
          entry(ExtendedSocketOptions.TCP_KEEPIDLE, netmp.socket.SocketOption.TCP_KEEPIDLE),
          entry(ExtendedSocketOptions.TCP_KEEPINTERVAL, netmp.socket.SocketOption.TCP_KEEPINTVL),
          entry(ExtendedSocketOptions.TCP_KEEPCOUNT, netmp.socket.SocketOption.TCP_KEEPCNT),
          entry(ExtendedSocketOptions.TCP_QUICKACK, netmp.socket.SocketOption.TCP_QUICKACK));

  private static final Map<SocketOption<?>, netmp.socket.SocketOption> DATAGRAM =
      with(
          ANY,
          entry(StandardSocketOptions.SO_BROADCAST, netmp.socket.SocketOption.SO_BROADCAST),
          entry(StandardSocketOptions.IP_TOS, netmp.socket.SocketOption.IP_TOS),
          entry(StandardSocketOptions.IP_MULTICAST_TTL, netmp.socket.SocketOption.IP_MULTICAST_TTL),
          entry(
              StandardSocketOptions.IP_MULTICAST_LOOP, netmp.socket.SocketOption.IP_MULTICAST_LOOP),
          entry(ExtendedSocketOptions.IP_DONTFRAGMENT, netmp.socket.SocketOption.IP_DONTFRAG));

  private final Map<SocketOption<?>, netmp.socket.SocketOption> known;
  private final Map<netmp.socket.SocketOption, Integer> set = new HashMap<>();

  private Options(Map<SocketOption<?>, netmp.socket.SocketOption> known) {
    this.known = known;
  }

  static Options ofStream() {
    return new Options(STREAM);
  }

  static Options ofListener() {
    return new Options(ANY);
  }

  /** All but IP_MULTICAST_IF, which is not the socket's. */
  static Options ofDatagram() {
    return new Options(DATAGRAM);
  }

  @SafeVarargs
  private static Map<SocketOption<?>, netmp.socket.SocketOption> with(
      Map<SocketOption<?>, netmp.socket.SocketOption> base,
      Map.Entry<SocketOption<?>, netmp.socket.SocketOption>... more) {
    Map<SocketOption<?>, netmp.socket.SocketOption> all = new HashMap<>(base);
    for (Map.Entry<SocketOption<?>, netmp.socket.SocketOption> entry : more) {
      all.put(entry.getKey(), entry.getValue());
    }
    return Map.copyOf(all);
  }

  Set<SocketOption<?>> supported() {
    return known.keySet();
  }

  /** Sets an option; what is out of the stack's range becomes its bound, as in the JDK. */
  synchronized <T> void set(Socket socket, SocketOption<T> option, T value) throws SocketError {
    netmp.socket.SocketOption name = nameOf(option);
    int number = value instanceof Boolean flag ? (flag ? 1 : 0) : (Integer) value;
    int bounded = bound(name, number);
    socket.setOption(name, bounded);
    set.put(name, bounded);
  }

  private static int bound(netmp.socket.SocketOption name, int value) {
    return switch (name) {
      case SO_RCVBUF, SO_SNDBUF -> {
        if (value < 0) {
          throw new IllegalArgumentException("Invalid send/receive buffer size");
        }
        yield Math.clamp(value, 1, netmp.socket.SocketOption.MAX_BUFFER);
      }
      case SO_LINGER ->
          Math.clamp(
              value, netmp.socket.SocketOption.NO_LINGER, netmp.socket.SocketOption.MAX_LINGER);
      case IP_TOS, IP_MULTICAST_TTL -> {
        if (value < 0 || value > 255) {
          throw new IllegalArgumentException("Invalid value: " + value);
        }
        yield value;
      }
      default -> value;
    };
  }

  <T> T get(Socket socket, SocketOption<T> option) throws SocketError {
    int number = socket.option(nameOf(option));
    Object value = option.type() == Boolean.class ? (Object) (number != 0) : (Object) number;
    return option.type().cast(value);
  }

  private netmp.socket.SocketOption nameOf(SocketOption<?> option) {
    netmp.socket.SocketOption name = known.get(option);
    if (name == null) {
      throw new UnsupportedOperationException("'" + option + "' not supported");
    }
    return name;
  }

  /** Another socket takes the place of the one before. */
  synchronized void copyTo(Socket socket) throws SocketError {
    for (Map.Entry<netmp.socket.SocketOption, Integer> option : set.entrySet()) {
      socket.setOption(option.getKey(), option.getValue());
    }
  }
}
