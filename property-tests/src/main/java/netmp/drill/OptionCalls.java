package netmp.drill;

import java.util.Map;
import java.util.Set;
import netmp.drill.Call.Handler;
import netmp.drill.Expression.Items;
import netmp.socket.Errno;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;

/** Options of sockets. */
final class OptionCalls {

  private static final Set<SocketOption> TIMES =
      Set.of(SocketOption.SO_RCVTIMEO, SocketOption.SO_SNDTIMEO);
  private static final Set<SocketOption> FLAGS =
      Set.of(
          SocketOption.SO_REUSEADDR,
          SocketOption.SO_REUSEPORT,
          SocketOption.SO_KEEPALIVE,
          SocketOption.SO_BROADCAST,
          SocketOption.SO_OOBINLINE,
          SocketOption.TCP_CORK,
          SocketOption.TCP_QUICKACK,
          SocketOption.TCP_NODELAY);
  private static final long MICROS = 1_000_000;

  private final Calls calls;

  OptionCalls(Calls calls) {
    this.calls = calls;
  }

  void register(Map<String, Handler> handlers) {
    handlers.put("setsockopt", this::set);
    handlers.put("getsockopt", this::get);
  }

  /** The option of a name; null if the stack has none. */
  static SocketOption option(String name) {
    String common = name.equals("TCP_NOPUSH") ? SocketOption.TCP_CORK.name() : name;
    for (SocketOption option : SocketOption.values()) {
      if (option.name().equals(common)) {
        return option;
      }
    }
    return null;
  }

  private static SocketOption option(Call call) {
    SocketOption option = option(call.name(2));
    if (option == null) {
      throw call.unsupported("the option " + call.name(2));
    }
    return option;
  }

  private Socket socket(Call call) throws SocketError {
    Socket socket = calls.descriptor(call).anySocket();
    if (socket == null) {
      throw new SocketError("setsockopt", Errno.EOPNOTSUPP);
    }
    return socket;
  }

  private long set(Call call) throws SocketError {
    SocketOption option = option(call);
    long value = value(call, option);
    boolean truth = FLAGS.contains(option) && value != 0;
    socket(call).setOption(option, truth ? 1 : (int) value);
    return 0;
  }

  private long get(Call call) throws SocketError {
    SocketOption option = option(call);
    int actual = socket(call).option(option);
    if (call.isAny(3)) {
      return 0;
    }
    long expected = value(call, option);
    boolean same =
        option == SocketOption.SO_ERROR ? Errors.isNumbered(actual, expected) : expected == actual;
    if (!same) {
      throw new Mismatch(
          "Bad getsockopt value of %s: expected: %d actual: %d"
              .formatted(option, expected, actual));
    }
    return 0;
  }

  /** A number, a struct linger, or a struct timeval. */
  private static long value(Call call, SocketOption option) {
    Expression given = call.argument(3);
    if (option == SocketOption.SO_LINGER) {
      boolean on = call.member(given, "onoff", call.member(given, "l_onoff", 0)) != 0;
      return on
          ? call.member(given, "linger", call.member(given, "l_linger", 0))
          : SocketOption.NO_LINGER;
    }
    if (TIMES.contains(option) && given instanceof Items) {
      return call.member(given, "tv_sec", 0) * MICROS + call.member(given, "tv_usec", 0);
    }
    return call.value(given);
  }
}
