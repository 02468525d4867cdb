package netmp.provider;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import netmp.socket.Errno;
import netmp.socket.SocketError;

/** The exceptions by which the JDK's sockets say what an errno says. */
final class Errors {

  private Errors() {}

  /**
   * Whether a call that does not block may succeed later: there is nothing to read, no room, or no
   * packet buffer. The JDK says none of it by an exception.
   */
  static boolean isLater(Errno errno) {
    return errno == Errno.EAGAIN || errno == Errno.ENOBUFS;
  }

  /** How the JDK says it; the texts are those that programs may look for. */
  static IOException of(SocketError error) {
    IOException exception =
        switch (error.errno()) {
          case ECONNREFUSED -> new ConnectException("Connection refused");
          case ETIMEDOUT -> new ConnectException("Connection timed out");
          case EHOSTUNREACH -> new NoRouteToHostException("No route to host");
          case ENETUNREACH -> new NoRouteToHostException("Network is unreachable");
          case EADDRINUSE -> new BindException("Address already in use");
          case EADDRNOTAVAIL -> new BindException("Cannot assign requested address");
          case ECONNRESET, ECONNABORTED -> new SocketException("Connection reset");
          case EPIPE -> new IOException("Broken pipe"); // of no narrower kind in the JDK either
          case EAGAIN -> new SocketTimeoutException("timed out");
          case EBADF -> new ClosedChannelException();
          case EMSGSIZE -> new SocketException("Message too long");
          default -> new SocketException(error.errno().text());
        };
    exception.initCause(error);
    return exception;
  }
}
