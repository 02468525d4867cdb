package netmp.drill;

import java.util.EnumMap;
import java.util.Map;
import netmp.socket.Errno;

/**
 * Error numbers: scripts name them, or have those of Linux or of FreeBSD, which are the stack's.
 */
final class Errors {

  private static final Map<Errno, Integer> LINUX = new EnumMap<>(Errno.class);

  static {
    LINUX.put(Errno.EADDRINUSE, 98);
    LINUX.put(Errno.EADDRNOTAVAIL, 99);
    LINUX.put(Errno.EISCONN, 106);
    LINUX.put(Errno.EALREADY, 114);
    LINUX.put(Errno.ENOTCONN, 107);
    LINUX.put(Errno.EOPNOTSUPP, 95);
    LINUX.put(Errno.ENOPROTOOPT, 92);
    LINUX.put(Errno.EMSGSIZE, 90);
    LINUX.put(Errno.ENOBUFS, 105);
    LINUX.put(Errno.EHOSTUNREACH, 113);
    LINUX.put(Errno.EAGAIN, 11);
    LINUX.put(Errno.EINPROGRESS, 115);
    LINUX.put(Errno.ECONNREFUSED, 111);
    LINUX.put(Errno.ECONNRESET, 104);
    LINUX.put(Errno.ETIMEDOUT, 110);
  }

  private Errors() {}

  /** Whether a name in a script means an error of the stack. */
  static boolean isNamed(Errno errno, String name) {
    return errno.name().equals(name.equals("EWOULDBLOCK") ? "EAGAIN" : name);
  }

  /** Whether a number in a script does. */
  static boolean isNumbered(int stackNumber, long number) {
    return number == stackNumber || LINUX.getOrDefault(of(stackNumber), stackNumber) == number;
  }

  private static Errno of(int number) {
    for (Errno errno : Errno.values()) {
      if (errno.number() == number) {
        return errno;
      }
    }
    return Errno.OK;
  }

  /** The number that the stack has for an error; -1 if it has none of that name. */
  static int number(String name) {
    for (Errno errno : Errno.values()) {
      if (isNamed(errno, name)) {
        return errno.number();
      }
    }
    return -1;
  }

  static String shown(Errno errno) {
    return "%d (%s: %s)".formatted(errno.number(), errno.name(), errno.text());
  }
}
