package netmp.drill;

import java.util.Map;
import java.util.TreeMap;

/**
 * Constants of the socket interface that scripts name. Where systems differ, the values are of
 * Linux, or of FreeBSD in a script of that dialect.
 */
final class Constants {

  private static final int O_NONBLOCK = 0x800;
  private static final int BSD_O_NONBLOCK = 4;

  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_OOB = 1;
  static final int MSG_WAITALL = 0x100;
  static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final Map<String, Long> VALUES = new TreeMap<>();

  static {
    put("AF_INET", 2);
    put("O_NONBLOCK", O_NONBLOCK);
    put("PF_INET", 2);
    put("AF_UNSPEC", 0);
    put("SOCK_STREAM", SOCK_STREAM);
    put("SOCK_DGRAM", SOCK_DGRAM);
    put("SOCK_NONBLOCK", SOCK_NONBLOCK);
    put("SOCK_CLOEXEC", SOCK_CLOEXEC);
    put("IPPROTO_IP", 0);
    put("SOL_IP", 0);
    put("IPPROTO_TCP", Packet.TCP);
    put("SOL_TCP", Packet.TCP);
    put("IPPROTO_UDP", Packet.UDP);
    put("SOL_SOCKET", 1);
    put("F_GETFL", 3);
    put("F_SETFL", 4);
    put("F_GETFD", 1);
    put("F_SETFD", 2);
    put("FD_CLOEXEC", 1);
    put("O_RDONLY", 0);
    put("O_RDWR", 2);
    put("SHUT_RD", 0);
    put("SHUT_WR", 1);
    put("SHUT_RDWR", 2);
    put("MSG_OOB", MSG_OOB);
    put("MSG_DONTWAIT", MSG_DONTWAIT);
    put("MSG_WAITALL", MSG_WAITALL);
    put("MSG_NOSIGNAL", MSG_NOSIGNAL);
    put("FIONREAD", 0x541b);
    put("SIOCINQ", 0x541b);
    put("SIOCOUTQ", 0x5411);
    put("SIOCATMARK", 0x8905);
    put("FIONWRITE", 0x5411);
    put("POLLIN", 1);
    put("POLLPRI", 2);
    put("POLLOUT", 4);
    put("POLLERR", 8);
    put("POLLHUP", 16);
    put("POLLNVAL", 32);
    put("EPOLLIN", 1);
    put("EPOLLPRI", 2);
    put("EPOLLOUT", 4);
    put("EPOLLERR", 8);
    put("EPOLLHUP", 16);
    put("EPOLL_CTL_ADD", 1);
    put("EPOLL_CTL_DEL", 2);
    put("EPOLL_CTL_MOD", 3);
    put("INADDR_ANY", 0);
  }

  private Constants() {}

  private static void put(String name, long value) {
    VALUES.put(name, value);
  }

  /** The value of a name; null if it is not known. */
  static Long value(String name, boolean bsd) {
    boolean differs = bsd && name.equals("O_NONBLOCK");
    return differs ? Long.valueOf(BSD_O_NONBLOCK) : VALUES.get(name);
  }
}
