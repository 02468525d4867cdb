package netmp.socket;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.Lock;
import netmp.mbuf.Mbuf;

/**
 * What sockets of all kinds have in common (BSD's struct socket). A socket's state belongs to one
 * protocol thread; user threads ask that thread by message and share with it only the two socket
 * buffers.
 *
 * <p>Any number of user threads may use a socket at a time. A wait ends with {@link Errno#EBADF}
 * when another thread closes the socket. Protocol threads may not call the public methods: they
 * would wait for themselves.
 */
public abstract class Socket implements AutoCloseable {

  private static final AtomicReferenceFieldUpdater<Socket, Errno> ERROR =
      AtomicReferenceFieldUpdater.newUpdater(Socket.class, Errno.class, "error");

  final Sockets sockets;

  /** The deadline of a call that does not wait. */
  static final long DONT_WAIT = Long.MIN_VALUE;

  final ReceiveBuffer receiveBuffer;
  final SendBuffer sendBuffer;

  /** Makes the requests that change a socket's state come one after the other. */
  private final Lock controlLock;

  private volatile boolean closed;

  /**
   * so_error: set by the owner, taken by a user. Each buffer has a mark that says that it is set.
   */
  private volatile Errno error = Errno.OK;

  /**
   * so_options: the bits of the flags that are set. Users write it under the control lock, so no
   * flag is lost; the owner and users read it raw. That race is benign: nobody waits for a flag,
   * and an old value is a moment older.
   */
  private volatile int options;

  /**
   * O_NONBLOCK, SO_RCVTIMEO and SO_SNDTIMEO in microseconds, SO_LINGER in seconds. Users only: a
   * call goes by what it finds when it begins.
   */
  private volatile boolean nonBlocking;

  private volatile int receiveTimeout;
  private volatile int sendTimeout;
  private volatile int linger = SocketOption.NO_LINGER;

  Socket(Sockets sockets) {
    this.sockets = sockets;
    receiveBuffer = sockets.receiveBuffer(this);
    sendBuffer = sockets.sendBuffer(this);
    controlLock = sockets.execution().newLock();
  }

  // ---- what a kind of socket says ----

  /** so_port: who owns the socket. */
  abstract SoPort<?> soPort();

  /** Asks the owner, with the arguments that the calling user's request holds already. */
  abstract Errno ask(Request.Kind kind);

  /** Whether the socket has a control block (so_pcb). The owner only. */
  abstract boolean isAttached();

  /** The notify message has arrived. The owner only. */
  abstract void handleNotify();

  // ---- users ----

  /**
   * Asks for the local address (getsockname).
   *
   * @param into receives it
   * @throws SocketError EBADF
   */
  public final void localEndpoint(Endpoint into) throws SocketError {
    askFor("getsockname", Request.Kind.SOCKADDR, into);
  }

  /**
   * Asks for the peer's address (getpeername).
   *
   * @param into receives it
   * @throws SocketError ENOTCONN, also once both directions have ended; EBADF
   */
  public final void peerEndpoint(Endpoint into) throws SocketError {
    askFor("getpeername", Request.Kind.PEERADDR, into);
  }

  private void askFor(String call, Request.Kind kind, Endpoint into) throws SocketError {
    sockets.current().request.endpoint = into;
    check(call, askIfOpen(kind));
  }

  /**
   * Asks for the size of reads and writes that suits the socket (fstat's st_blksize).
   *
   * @return bytes
   * @throws SocketError EBADF
   */
  public final int blockSize() throws SocketError {
    check("fstat", askIfOpen(Request.Kind.SENSE));
    return sockets.current().request.answer;
  }

  /**
   * Asks about the interface.
   *
   * @param query what
   * @return the answer
   * @throws SocketError EBADF
   */
  public final int control(Control query) throws SocketError {
    UserThread user = sockets.current();
    user.request.query = query;
    check("control", askIfOpen(Request.Kind.CONTROL));
    return user.request.answer;
  }

  /**
   * Shuts the socket down in one direction or both. What was sent before is still sent; what was
   * received before and not read is discarded with the receiving direction.
   *
   * @param how which direction
   * @throws SocketError ENOTCONN, also once both directions have ended; EBADF
   */
  public final void shutdown(Shutdown how) throws SocketError {
    check("shutdown", locked(() -> doShutdown(how)));
  }

  private Errno doShutdown(Shutdown how) {
    sockets.current().request.how = how;
    Errno errno = ask(Request.Kind.SHUTDOWN);
    if (errno != Errno.OK) {
      return errno;
    }
    if (how.isSending()) {
      sendBuffer.seal(sockets.current());
    }
    if (how.isReceiving()) {
      // The owner appends nothing more. Only a consumer may flush, and this thread is one.
      receiveBuffer.discard(sockets.current());
    }
    return Errno.OK;
  }

  /**
   * Receives the last urgent byte (MSG_OOB), which was taken out of the stream. Does not wait.
   *
   * @return the byte, 0..255
   * @throws SocketError EAGAIN when it was announced and has not come; EINVAL when there is none,
   *     or it was received already, or the socket has SO_OOBINLINE, or a read has gone on behind
   *     its place; EOPNOTSUPP where the protocol has no urgent data, EBADF
   */
  public final int receiveOutOfBand() throws SocketError {
    check("recv", askIfOpen(Request.Kind.RCVOOB));
    return sockets.current().request.urgent[0] & 0xff;
  }

  /**
   * Sets an option.
   *
   * @param option which
   * @param value its new value; a flag is 0 or 1
   * @throws SocketError EINVAL when the value is out of range, EDOM when that of a time is,
   *     ENOPROTOOPT when the option cannot be set on this kind of socket, EBADF
   */
  public final void setOption(SocketOption option, int value) throws SocketError {
    check("setsockopt " + option, locked(() -> doSetOption(option, value)));
  }

  private Errno doSetOption(SocketOption option, int value) {
    Errno errno = option.check(value);
    if (errno != Errno.OK) {
      return errno;
    }
    return switch (option.level) {
      case FLAG -> setFlag(option, value == 1);
      case PROTOCOL -> setProtocolLevel(option, value);
      default -> setSocketLevel(option, value);
    };
  }

  private Errno setFlag(SocketOption flag, boolean set) {
    int others = options & ~flag.bit;
    options = set ? others | flag.bit : others;
    return Errno.OK;
  }

  private Errno setProtocolLevel(SocketOption option, int value) {
    Request request = sockets.current().request;
    request.option = option;
    request.value = value;
    return ask(Request.Kind.CTLOUTPUT);
  }

  private Errno setSocketLevel(SocketOption option, int value) {
    switch (option) {
      case SO_RCVBUF, SO_SNDBUF, SO_RCVLOWAT, SO_SNDLOWAT -> {
        Request request = sockets.current().request;
        request.option = option;
        request.value = value;
        return ask(Request.Kind.RESERVE);
      }
      case SO_RCVTIMEO -> receiveTimeout = value;
      case SO_SNDTIMEO -> sendTimeout = value;
      case SO_LINGER -> linger = value;
      default -> {
        return Errno.ENOPROTOOPT;
      }
    }
    return Errno.OK;
  }

  /**
   * Reads an option.
   *
   * @param option which
   * @return its value
   * @throws SocketError ENOPROTOOPT when this kind of socket has no such option, EBADF
   */
  public final int option(SocketOption option) throws SocketError {
    check("getsockopt " + option, closed ? Errno.EBADF : Errno.OK);
    return switch (option.level) {
      case READ_ONLY -> option == SocketOption.SO_TYPE ? type() : takeError().number();
      case FLAG -> has(option) ? 1 : 0;
      case SOCKET, TIME -> socketLevel(option);
      case PROTOCOL -> protocolLevel(option);
    };
  }

  private int socketLevel(SocketOption option) throws SocketError {
    return switch (option) {
      case SO_RCVBUF -> receiveBuffer.highWater();
      case SO_SNDBUF -> sendBuffer.highWater();
      case SO_RCVLOWAT -> receiveBuffer.lowWater();
      case SO_SNDLOWAT -> sendBuffer.lowWater();
      case SO_RCVTIMEO -> receiveTimeout;
      case SO_SNDTIMEO -> sendTimeout;
      case SO_LINGER -> linger;
      default -> throw new SocketError("getsockopt " + option, Errno.ENOPROTOOPT);
    };
  }

  /**
   * Takes the pending error (SO_ERROR): it is reported once.
   *
   * @return OK if there is none
   */
  public final Errno takeError() {
    return error == Errno.OK ? Errno.OK : ERROR.getAndSet(this, Errno.OK);
  }

  private int protocolLevel(SocketOption option) throws SocketError {
    Request request = sockets.current().request;
    request.option = option;
    request.value = Request.GET;
    check("getsockopt " + option, ask(Request.Kind.CTLOUTPUT));
    return request.answer;
  }

  abstract int type();

  /**
   * Closes the socket: ends all waits and frees what was not read. The second close does nothing.
   */
  @Override
  public final void close() {
    if (locked(this::doClose) == Errno.OK) {
      receiveBuffer.discard(sockets.current());
      receiveBuffer.checkLeaks();
    }
  }

  private Errno doClose() {
    closed = true;
    return disconnectAndDetach();
  }

  /**
   * Ends the connection of a socket that has one, and detaches; no other request comes any more.
   */
  Errno disconnectAndDetach() {
    return ask(Request.Kind.DETACH);
  }

  /**
   * Attaches a knote to the buffer that its filter is about; the calling user's request brings it
   * back, or null if the queue of the knote watches for the same already.
   */
  final Errno poll(Knote knote) {
    return locked(
        () -> {
          sockets.current().request.knote = knote;
          return ask(Request.Kind.POLL);
        });
  }

  /** Detaches the knotes of a queue; the calling user's request brings them, if any. */
  final Errno unpoll(EventQueue queue) {
    return locked(
        () -> {
          sockets.current().request.knote = null;
          sockets.current().request.queue = queue;
          return ask(Request.Kind.UNPOLL);
        });
  }

  // ---- what anybody can know ----

  boolean isReadable() {
    return receiveBuffer.isReadable() || hasError();
  }

  boolean isWritable() {
    return sendBuffer.isWritable() || hasError();
  }

  final boolean isExceptional() {
    return isOver() || hasError();
  }

  /** Urgent data that no user has seen. */
  final boolean hasUrgent() {
    return receiveBuffer.mark.isUrgent();
  }

  /** The same, or as {@link #isExceptional}. */
  final boolean isUrgent() {
    return hasUrgent() || isExceptional();
  }

  /** Both directions have ended. */
  final boolean isOver() {
    return receiveBuffer.isAtEnd() && sendBuffer.isAtEnd();
  }

  final boolean hasError() {
    return error != Errno.OK;
  }

  final boolean isAtEnd(Filter filter) {
    return filter == Filter.WRITE ? sendBuffer.isAtEnd() : receiveBuffer.isAtEnd();
  }

  final Errno pendingError() {
    return error;
  }

  /**
   * How many bytes can be read at once (FIONREAD); of a socket that listens, how many connections
   * can be accepted. Any thread.
   *
   * @return as of a moment ago
   */
  public int readable() {
    return receiveBuffer.bytesEstimate();
  }

  /**
   * How many bytes were written that the protocol has not let go of (Linux's SIOCOUTQ): those of
   * TCP wait to be sent or acknowledged. Any thread.
   *
   * @return bytes, as of a moment ago
   */
  public final int unsent() {
    return sendBuffer.highWater() - sendBuffer.spaceEstimate();
  }

  final int writable() {
    return sendBuffer.spaceEstimate();
  }

  final boolean isClosed() {
    return closed;
  }

  /** A request that changes the socket's state, under the lock; EBADF after close. */
  final Errno locked(ControlRequest request) {
    controlLock.lock();
    try {
      return closed ? Errno.EBADF : request.run();
    } finally {
      controlLock.unlock();
    }
  }

  final Errno askIfOpen(Request.Kind kind) {
    return closed ? Errno.EBADF : ask(kind);
  }

  static void check(String call, Errno errno) throws SocketError {
    if (errno != Errno.OK) {
      throw new SocketError(call, errno);
    }
  }

  interface ControlRequest {
    Errno run();
  }

  /**
   * Makes calls wait, or not (O_NONBLOCK): a receive that finds too little, and a send that finds
   * no room in the send buffer, then fail with EAGAIN (EWOULDBLOCK). Requests are always waited
   * for.
   *
   * @param blocking true, as at first, to wait
   */
  public final void setBlocking(boolean blocking) {
    nonBlocking = !blocking;
  }

  /**
   * Whether calls wait.
   *
   * @return true unless O_NONBLOCK is set
   */
  public final boolean isBlocking() {
    return !nonBlocking;
  }

  /** Until when a receive that begins now waits. */
  final long receiveDeadline() {
    return deadline(receiveTimeout);
  }

  /** Until when a send that begins now waits. */
  final long sendDeadline() {
    return deadline(sendTimeout);
  }

  private long deadline(int timeoutMicros) {
    if (nonBlocking) {
      return DONT_WAIT;
    }
    return timeoutMicros == 0
        ? Long.MAX_VALUE
        : sockets.execution().nanoTime() + timeoutMicros * 1000L;
  }

  // ---- the owner ----

  /**
   * A connection has what its listener has, as in BSD, but blocks, as in Linux. The owner, before
   * there is a user.
   */
  final void inherit(Socket listener) {
    options = listener.options;
    linger = listener.linger;
    receiveTimeout = listener.receiveTimeout;
    sendTimeout = listener.sendTimeout;
    receiveBuffer.inherit(listener.receiveBuffer);
    sendBuffer.inherit(listener.sendBuffer);
  }

  /** Sets a mark of a buffer. The owner only. */
  Errno reserve(SocketOption option, int bytes) {
    switch (option) {
      case SO_RCVBUF -> receiveBuffer.setHighWater(bytes);
      case SO_SNDBUF -> sendBuffer.setHighWater(bytes);
      case SO_RCVLOWAT -> receiveBuffer.setLowWater(bytes);
      case SO_SNDLOWAT -> sendBuffer.setLowWater(bytes);
      default -> {
        return Errno.ENOPROTOOPT;
      }
    }
    return Errno.OK;
  }

  /** Ends the sending direction: all waiting users return. The owner only. */
  public final void cantSendMore() {
    sendBuffer.setCantSendMore();
    receiveBuffer.knotes.activate(); // EXCEPT is about both directions
  }

  /** False if the queue of the knote watches for the same already. The owner only. */
  final boolean attach(Knote knote) {
    return knote.filter == Filter.WRITE
        ? sendBuffer.knotes.attach(knote)
        : receiveBuffer.attach(knote);
  }

  final Knote detach(EventQueue queue) {
    return sendBuffer.knotes.detach(queue, receiveBuffer.knotes.detach(queue, null));
  }

  /** Every queue that watches the socket reports it a last time. */
  final void closeKnotes() {
    receiveBuffer.knotes.close();
    sendBuffer.knotes.close();
  }

  /**
   * Ends the receive buffer: all waiting users return. The owner only; it appends nothing after
   * this.
   */
  public final void cantReceiveMore() {
    receiveBuffer.setCantRcvMore();
  }

  /**
   * Takes the oldest packet from the send buffer. The owner only.
   *
   * @return the packet, or null when there is none
   */
  public final Mbuf nextToSend() {
    return sendBuffer.take();
  }

  /**
   * Notes an error (so_error) in place of one that is pending: the next call that receives or sends
   * fails with it, or {@link #takeError} brings it, and who waits for data or for room returns. The
   * owner only.
   *
   * @param errno what happened
   */
  public final void setError(Errno errno) {
    error = errno;
    receiveBuffer.setError();
    sendBuffer.setError();
  }

  /**
   * Whether a flag of so_options is set. Any thread.
   *
   * @param flag SO_DONTROUTE, SO_BROADCAST, SO_REUSEADDR, SO_REUSEPORT, SO_OOBINLINE or
   *     SO_KEEPALIVE
   * @return as set last, or a moment ago
   */
  public final boolean has(SocketOption flag) {
    return (options & flag.bit) != 0;
  }

  /** SO_LINGER, in seconds. A user. */
  final int linger() {
    return linger;
  }

  /**
   * The high-water mark of the send buffer (fstat's st_blksize). Any thread.
   *
   * @return bytes
   */
  public final int sendHighWater() {
    return sendBuffer.highWater();
  }
}
