package netmp.socket;

/**
 * Options of a socket, by the names of the field (getsockopt, setsockopt). All values are integers;
 * flags are 0 or 1, and 0 at first. A value out of range fails with EINVAL, or with EDOM where it
 * is a time.
 *
 * <p>Options of the socket level are words of the socket: users write them, one at a time, and
 * whoever needs one, user or owner, reads it without a message. That race is benign: the word is
 * written by one thread at a time and in one piece, nobody waits for it to change, and an old value
 * is what a call a moment earlier would have found. High-water marks are the exception: they can
 * end a wait, so the owner sets them. Options of the protocol level belong to the owner and are set
 * and read by message (PRU_CTLOUTPUT).
 */
public enum SocketOption {
  /** The kind of socket; read only. {@link #SOCK_STREAM}, {@link #SOCK_DGRAM}. */
  SO_TYPE(Level.READ_ONLY, 0, 0),
  /** The pending error, which is cleared; read only. The number of an {@link Errno}, 0 for none. */
  SO_ERROR(Level.READ_ONLY, 0, 0),
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
  SO_RCVTIMEO(Level.TIME, 0, Integer.MAX_VALUE),
  /** How long a send waits for room in the send buffer, in microseconds; 0 for ever. */
  SO_SNDTIMEO(Level.TIME, 0, Integer.MAX_VALUE),
  /**
   * What close does with bytes that are not with the peer yet, in seconds, at most {@link
   * #MAX_LINGER}. {@link #NO_LINGER}, the first value: they are sent, and close does not wait; 0:
   * they are thrown away, and the peer gets ECONNRESET; else close waits so long for them to be
   * sent. Can be set on any socket, and counts where there is a connection.
   */
  SO_LINGER(Level.TIME, SocketOption.NO_LINGER, SocketOption.MAX_LINGER),
  /**
   * Flag: the socket sends to the link only. A datagram to elsewhere fails with ENETUNREACH, and no
   * router passes one on, since its time to live is 1, as in BSD.
   */
  SO_DONTROUTE(0x10),
  /** Flag: the socket may send to broadcast addresses. */
  SO_BROADCAST(0x20),
  /**
   * Flag: a bind may take a port that another socket has with another address, of which one is any:
   * packets for the specific address are its socket's, all others the other's. It counts when the
   * socket is bound, and only for that bind: who has the port already is not asked.
   */
  SO_REUSEADDR(0x04),
  /**
   * Flag: as SO_REUSEADDR, and a bind may take the very address and port that others have, if all
   * of them had this flag when they were bound. Packets are spread over them by their flow: one
   * flow goes to one socket as long as no other is bound or closed, and then few flows change
   * theirs. A broadcast goes to one of them.
   */
  SO_REUSEPORT(0x200),
  /**
   * Flag: asks a protocol with connections to probe whether a silent peer is there. Can be set on
   * any socket; TCP probes, neither UDP nor local sockets do.
   */
  SO_KEEPALIVE(0x08),
  /**
   * Flag: urgent data stay where they are among the other bytes, and only the mark says where (RFC
   * 6093 recommends that). Otherwise the last urgent byte is taken out when it comes, for {@link
   * Socket#receiveOutOfBand}. It counts when the byte comes. Can be set on any socket; TCP has
   * urgent data, neither UDP nor local sockets have.
   */
  SO_OOBINLINE(0x100),
  /** Whether small segments are sent at once. TCP's; other protocols do not have it. */
  TCP_NODELAY(Level.PROTOCOL, 0, 1),
  /** The most bytes of text of a segment; to be set before the connection is made. TCP's. */
  TCP_MAXSEG(Level.PROTOCOL, 64, 65535),
  /** After how many silent seconds the peer is probed, with SO_KEEPALIVE; 7200 at first. TCP's. */
  TCP_KEEPIDLE(Level.PROTOCOL, 1, 32767),
  /** Seconds from one probe to the next; 75 at first. TCP's. */
  TCP_KEEPINTVL(Level.PROTOCOL, 1, 32767),
  /** How many probes without an answer end the connection; 8 at first. TCP's. */
  TCP_KEEPCNT(Level.PROTOCOL, 1, 127),
  /**
   * How long what was sent may stay without an acknowledgment, or the peer's window closed, until
   * the connection ends with ETIMEDOUT (RFC 5482), in milliseconds; 0, the first value: as many
   * retransmissions as usual, and a closed window for ever. A probe of SO_KEEPALIVE that stays
   * unanswered counts too, in place of TCP_KEEPCNT. It counts from the last acknowledgment that
   * moved on. The option of RFC 5482 is not sent. TCP's.
   */
  TCP_USER_TIMEOUT(Level.PROTOCOL, 0, Integer.MAX_VALUE),
  /**
   * Whether only full segments are sent, for 200 milliseconds at most (BSD's TCP_NOPUSH). What is
   * held back goes when this is set to 0, and before a FIN. TCP's.
   */
  TCP_CORK(Level.PROTOCOL, 0, 1),
  /**
   * Whether text is acknowledged at once, that which waits for an acknowledgment included. As in
   * Linux it does not stay: it is 0 again when this end sends text. TCP's.
   */
  TCP_QUICKACK(Level.PROTOCOL, 0, 1),
  /** Time to live of the datagrams to hosts that the socket sends. */
  IP_TTL(Level.PROTOCOL, 1, 255),
  /** Type of service of the datagrams that the socket sends. */
  IP_TOS(Level.PROTOCOL, 0, 255),
  /**
   * Whether the datagrams that the socket sends must not be fragmented: one that is longer than the
   * path to its destination is known to take fails with EMSGSIZE.
   */
  IP_DONTFRAG(Level.PROTOCOL, 0, 1),
  /**
   * Time to live of the datagrams to groups that the socket sends, 1 at first: they stay on the
   * link. With 0 they stay in the host.
   */
  IP_MULTICAST_TTL(Level.PROTOCOL, 0, 255),
  /** Whether this host, if it is a member, gets what the socket sends to groups; 1 at first. */
  IP_MULTICAST_LOOP(Level.PROTOCOL, 0, 1),
  /**
   * The interface by which leaves what the socket sends to groups, as the IPv4 address that it has;
   * 0, the first value, for that whose address the socket is bound to, or else the one that the
   * route chooses. Not any more when the interface loses that address. EADDRNOTAVAIL if none has
   * it.
   */
  IP_MULTICAST_IF(Level.PROTOCOL, Integer.MIN_VALUE, Integer.MAX_VALUE);

  /** The value of SO_TYPE of a stream socket. */
  public static final int SOCK_STREAM = 1;

  /** The value of SO_TYPE of a datagram socket. */
  public static final int SOCK_DGRAM = 2;

  /** The value of SO_LINGER that is off. */
  public static final int NO_LINGER = -1;

  /** The greatest value of SO_LINGER (a short, in BSD). */
  public static final int MAX_LINGER = Short.MAX_VALUE;

  /** The most bytes that a socket buffer can hold (BSD's sb_max). */
  public static final int MAX_BUFFER = 1 << 24;

  /** Who keeps the value. */
  enum Level {
    READ_ONLY,
    /** The socket, in a bit of so_options. */
    FLAG,
    /** The socket, in a word. */
    SOCKET,
    /** The same, of a time. */
    TIME,
    /** The protocol. */
    PROTOCOL
  }

  final Level level;
  private final int least;
  private final int most;

  /** The bit of so_options, of a flag. */
  final int bit;

  SocketOption(int bit) {
    this(Level.FLAG, bit, 0, 1);
  }

  SocketOption(Level level, int least, int most) {
    this(level, 0, least, most);
  }

  SocketOption(Level level, int bit, int least, int most) {
    this.level = level;
    this.bit = bit;
    this.least = least;
    this.most = most;
  }

  /** Why a value cannot be set; OK if it can. */
  Errno check(int value) {
    if (level == Level.READ_ONLY) {
      return Errno.ENOPROTOOPT;
    }
    if (value >= least && value <= most) {
      return Errno.OK;
    }
    return level == Level.TIME ? Errno.EDOM : Errno.EINVAL;
  }
}
