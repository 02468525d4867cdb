package netmp.socket;

import netmp.msg.AbortableMessage.Outcome;

/** How a request ended, by the names of the field (POSIX errno). */
public enum Errno {
  /** Success. */
  OK(0, "success"),
  /** Another socket has the local address and port. */
  EADDRINUSE(48, "address already in use"),
  /** The address is not one of this host's, or the group not one that the socket has joined. */
  EADDRNOTAVAIL(49, "address not available on this host"),
  /** The request does not fit the socket's state, or an argument is out of range. */
  EINVAL(22, "invalid argument"),
  /** The socket is connected already. */
  EISCONN(56, "socket is already connected"),
  /** An earlier connect is on its way. */
  EALREADY(37, "operation already in progress"),
  /** The request needs a connected socket. */
  ENOTCONN(57, "socket is not connected"),
  /** The kind of socket does not know the request. */
  EOPNOTSUPP(45, "operation not supported"),
  /** The kind of socket does not know the option, or it cannot be set. */
  ENOPROTOOPT(42, "protocol option not available"),
  /** The value of a time is out of range. */
  EDOM(33, "argument out of domain"),
  /** A broadcast from a socket that may not send any. */
  EACCES(13, "permission denied"),
  /** The sending direction is shut down. */
  EPIPE(32, "broken pipe"),
  /** The datagram is longer than the interface, or a link on its way, can send in one frame. */
  EMSGSIZE(40, "message too long"),
  /** No packet buffer is free. */
  ENOBUFS(55, "no buffer space available"),
  /** The destination is not on the link, and the socket may not send to a router. */
  ENETUNREACH(51, "network is unreachable"),
  /** There is no route to the destination, here or on the way. */
  EHOSTUNREACH(65, "no route to host"),
  /** There is nothing to read, or no room, and the call may not wait, or not any longer. */
  EAGAIN(35, "resource temporarily unavailable"),
  /** The thread was interrupted while it waited; its interrupt status is set. */
  EINTR(4, "interrupted system call"),
  /** A connect that does not wait is on its way. */
  EINPROGRESS(36, "operation now in progress"),
  /** Nobody listens under the name or at the port, or the listener's queue is full. */
  ECONNREFUSED(61, "connection refused"),
  /** This host has aborted the connection: it does not have the address any more. */
  ECONNABORTED(53, "software caused connection abort"),
  /** The peer has aborted the connection. */
  ECONNRESET(54, "connection reset by peer"),
  /** The peer has not answered for long. */
  ETIMEDOUT(60, "operation timed out"),
  /** The socket was closed. */
  EBADF(9, "socket is closed");

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** How a call ends whose wait ended like this and brought nothing; OK: it goes on. */
  static Errno of(Outcome outcome) {
    return switch (outcome) {
      case REPLIED -> OK;
      case TIMED_OUT -> EAGAIN;
      case INTERRUPTED -> EINTR;
    };
  }

  /**
   * The number, as in BSD's errno.h; what SO_ERROR brings.
   *
   * @return 0 for OK
   */
  public int number() {
    return number;
  }

  /**
   * What it means.
   *
   * @return a few words, lower case
   */
  public String text() {
    return text;
  }
}
