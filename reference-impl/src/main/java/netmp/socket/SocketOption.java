package netmp.socket;

/**
 * Options of a socket, by the names of the field (getsockopt, setsockopt). All values are integers;
 * flags are 0 or 1. SO_ERROR is {@link Socket#takeError}.
 *
 * <p>Options of the socket level are words that users write, one at a time, and that the owner
 * reads when it needs them: an old value is what it would have found a moment earlier. High-water
 * marks are set by the owner, for they can end a wait. Options of the protocol level belong to the
 * owner and are set and read by message (PRU_CTLOUTPUT).
 */
public enum SocketOption {
  /** The kind of socket; read only. {@link #SOCK_STREAM}, {@link #SOCK_DGRAM}. */
  SO_TYPE(Level.READ_ONLY, 0, 0),
  /** High-water mark of the receive buffer, in bytes. */
  SO_RCVBUF(Level.SOCKET, 1, SocketOption.MAX_BUFFER),
  /** High-water mark of the send buffer, in bytes. */
  SO_SNDBUF(Level.SOCKET, 1, SocketOption.MAX_BUFFER),
  /**
   * Low-water mark of the receive buffer, in bytes, 1 at first: a receive waits until as many are
   * there, or until the buffer is full.
   */
  SO_RCVLOWAT(Level.SOCKET, 1, SocketOption.MAX_BUFFER),
  /**
   * Low-water mark of the send buffer, in bytes, 1 at first: a send waits until there is room for
   * as many. What is above the high-water mark counts as that.
   */
  SO_SNDLOWAT(Level.SOCKET, 1, SocketOption.MAX_BUFFER),
  /** How long a receive waits, in microseconds; 0, the first value, for ever. */
  SO_RCVTIMEO(Level.SOCKET, 0, Integer.MAX_VALUE),
  /** How long a send waits for room in the send buffer, in microseconds; 0 for ever. */
  SO_SNDTIMEO(Level.SOCKET, 0, Integer.MAX_VALUE),
  /** Whether the socket may send to broadcast addresses. */
  SO_BROADCAST(Level.SOCKET, 0, 1),
  /** Time to live of the datagrams to hosts that the socket sends. */
  IP_TTL(Level.PROTOCOL, 1, 255),
  /** Type of service of the datagrams that the socket sends. */
  IP_TOS(Level.PROTOCOL, 0, 255);

  /** The value of SO_TYPE of a stream socket. */
  public static final int SOCK_STREAM = 1;

  /** The value of SO_TYPE of a datagram socket. */
  public static final int SOCK_DGRAM = 2;

  /** The most bytes that a socket buffer can hold (BSD's sb_max). */
  public static final int MAX_BUFFER = 1 << 24;

  /** Who keeps the value. */
  enum Level {
    READ_ONLY,
    SOCKET,
    PROTOCOL
  }

  final Level level;
  private final int least;
  private final int most;

  SocketOption(Level level, int least, int most) {
    this.level = level;
    this.least = least;
    this.most = most;
  }

  boolean allows(int value) {
    return level != Level.READ_ONLY && value >= least && value <= most;
  }
}
