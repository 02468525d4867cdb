package netmp.socket;

import netmp.msg.AbortableMessage.Outcome;

/** How a request ended, by the names of the field (POSIX errno). */
public enum Errno {
  /** Success. */
  OK("success"),
  /** Another socket has the local address and port. */
  EADDRINUSE("address already in use"),
  /** The address is not one of this host's. */
  EADDRNOTAVAIL("address not available on this host"),
  /** The request does not fit the socket's state, or an argument is out of range. */
  EINVAL("invalid argument"),
  /** The socket is connected already. */
  EISCONN("socket is already connected"),
  /** The request needs a connected socket. */
  ENOTCONN("socket is not connected"),
  /** The kind of socket does not know the request. */
  EOPNOTSUPP("operation not supported"),
  /** The kind of socket does not know the option, or it cannot be set. */
  ENOPROTOOPT("protocol option not available"),
  /** A broadcast from a socket that may not send any. */
  EACCES("permission denied"),
  /** The sending direction is shut down. */
  EPIPE("broken pipe"),
  /** The datagram is longer than the interface can send in one frame. */
  EMSGSIZE("message too long"),
  /** No packet buffer is free. */
  ENOBUFS("no buffer space available"),
  /** There is no route to the destination. */
  EHOSTUNREACH("no route to host"),
  /** There is nothing to read, or no room, and the call may not wait, or not any longer. */
  EAGAIN("resource temporarily unavailable"),
  /** The thread was interrupted while it waited; its interrupt status is set. */
  EINTR("interrupted system call"),
  /** A connect that does not wait is on its way. */
  EINPROGRESS("operation now in progress"),
  /** Nobody listens under the name, or the listener's queue is full. */
  ECONNREFUSED("connection refused"),
  /** The peer has aborted the connection. */
  ECONNRESET("connection reset by peer"),
  /** The socket was closed. */
  EBADF("socket is closed");

  private final String text;

  Errno(String text) {
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
   * What it means.
   *
   * @return a few words, lower case
   */
  public String text() {
    return text;
  }
}
