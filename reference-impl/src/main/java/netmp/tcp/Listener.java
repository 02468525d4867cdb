package netmp.tcp;

import netmp.socket.StreamSocket;

/**
 * A socket that listens, as all CPUs know it. Made by the owner; each CPU has it in its own table,
 * so a SYN finds it where it lands.
 */
final class Listener {

  final StreamSocket socket;

  /** The CPU that owns the socket and its accept queue. */
  final Tcp owner;

  final int address;
  final int port;

  private int connections;

  /** What happens when the last connection has ended: nothing while the listener is open. */
  private Runnable whenUnused = () -> {};

  /**
   * What connections inherit. Written by the owner in one piece, read by all: a connection that
   * begins at that moment has the old or the new.
   */
  volatile Inherited inherited;

  /**
   * What connections inherit.
   *
   * @param noDelay TCP_NODELAY
   * @param maxSegment TCP_MAXSEG
   * @param typeOfService IP_TOS
   * @param timeToLive IP_TTL
   * @param keepIdle TCP_KEEPIDLE, in nanoseconds
   * @param keepInterval TCP_KEEPINTVL, in nanoseconds
   * @param keepCount TCP_KEEPCNT
   * @param userTimeout TCP_USER_TIMEOUT, in nanoseconds
   * @param cork TCP_CORK
   */
  record Inherited(
      boolean noDelay,
      int maxSegment,
      int typeOfService,
      int timeToLive,
      long keepIdle,
      long keepInterval,
      int keepCount,
      long userTimeout,
      boolean cork) {}

  Listener(Tcpcb tp) {
    socket = tp.socket;
    owner = tp.tcp;
    address = tp.bound.localAddress();
    port = tp.bound.localPort();
    update(tp);
  }

  @Override
  public String toString() {
    return "listener";
  }

  // ---- who has the port (BSD's in_pcbbind); all by the owner ----

  /** A connection begins that has the listener's port. */
  void connectionBegins() {
    connections++;
  }

  /** A connection is over, its TIME-WAIT too. */
  void connectionEnds() {
    if (--connections == 0) {
      whenUnused.run();
    }
  }

  /** The listener is closed. Its port is in use as long as a connection has it. */
  void close(Runnable unbind) {
    if (connections == 0) {
      unbind.run();
    } else {
      whenUnused = unbind;
    }
  }

  /** An option of the socket has changed. The owner. */
  void update(Tcpcb tp) {
    inherited =
        new Inherited(
            tp.noDelay,
            tp.maxSegment,
            tp.typeOfService,
            tp.timeToLive,
            tp.keepIdle,
            tp.keepInterval,
            tp.keepCount,
            tp.userTimeout,
            tp.cork);
  }
}
