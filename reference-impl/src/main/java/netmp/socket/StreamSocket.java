package netmp.socket;

import java.nio.ByteBuffer;
import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.msg.AbortableMessage.Outcome;
import netmp.probe.Probes;

/**
 * A stream socket: bytes in order, in both directions, between two sockets, or a listener that
 * hands out such sockets. It belongs to one protocol thread for as long as it lives.
 *
 * <p>What {@link Socket} says of threads holds for every method. Bytes of one {@link #write} of at
 * most {@link Mbuf#MAX_LENGTH} bytes stay together when several threads write; those of a longer
 * one may have others between them.
 */
public final class StreamSocket extends Socket {

  private static final int CONNECT_ENDED = 1;
  private static final int SENDING_ENDED = 2;

  private final SoPort<StreamSocket> soPort;
  private final StateWord state;

  /** so_timeo: users who wait for a change of the state. Their waits are not traced. */
  private final WaiterList stateWaiters;

  /** The number of the connection in its listener's queue; 0 of others. */
  private final int number;

  /** Nobody accepted it, so its close is an abort; of the user who closes the listener. */
  private boolean unwanted;

  /** The name it is bound to; under the control lock. */
  private String name = "";

  /** so_comp, of a listener. Written once by the owner. */
  private volatile AcceptQueue queue;

  /** Whether everything that was to be sent is gone, or never will be. The owner's. */
  private boolean sendingEnded;

  /** so_pcb. The owner's. */
  private Object pcb;

  /** The number of the connection's end in traces; 0 when it has none. Set before users come. */
  private int traced;

  StreamSocket(Sockets sockets, SoPort<StreamSocket> soPort, int number) {
    super(sockets);
    this.soPort = soPort;
    this.number = number;
    state = sockets.stateWord();
    stateWaiters = new WaiterList(this::stateHolds, Probes.OFF, 0);
  }

  // ---- users ----

  /**
   * Takes a name, under which others can connect once the socket listens.
   *
   * @param newName not empty
   * @throws SocketError EADDRINUSE, EINVAL if bound already or the name is empty, EBADF
   */
  public void bind(String newName) throws SocketError {
    check("bind " + newName, locked(() -> doBind(newName)));
  }

  private Errno doBind(String newName) {
    if (!name.isEmpty() || newName.isEmpty()) {
      return Errno.EINVAL;
    }
    Errno errno = askForName(newName, 1);
    if (errno != Errno.OK) {
      return errno;
    }
    name = newName;
    return askBy(Request.Kind.BIND_NAME, newName);
  }

  /**
   * Takes a local address and port. Of a local socket it fails with EOPNOTSUPP.
   *
   * @param address an address of this host, or 0 for any
   * @param port 1..65535, or 0 for a free port above 49151
   * @throws SocketError EADDRINUSE, EADDRNOTAVAIL, EINVAL if bound already, or a connect was begun,
   *     or the port is out of range, EBADF
   */
  public void bind(int address, int port) throws SocketError {
    check("bind", locked(() -> doBind(address, port)));
  }

  private Errno doBind(int address, int port) {
    if (port < 0 || port > 0xffff) {
      return Errno.EINVAL;
    }
    UserThread user = sockets.current();
    user.request.cpu = port == 0 ? Request.STAYS : sockets.ownerOf(port);
    user.request.address = address;
    user.request.port = port;
    return ask(Request.Kind.BIND);
  }

  /**
   * Connects to a peer, from the port that the socket is bound to or a free one. Waits until that
   * has ended, unless the socket does not block: then {@link #takeError} tells of a failure.
   *
   * @param address the peer's address, not 0
   * @param port the peer's port, 1..65535
   * @throws SocketError ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, EINPROGRESS when the socket does not
   *     block, and EINTR when the thread was interrupted: the connect goes on; EALREADY while an
   *     earlier one goes on, EISCONN when one was begun before, whatever became of it: a socket has
   *     one connection; EADDRINUSE when there is such a connection, EADDRNOTAVAIL when no port is
   *     free, EINVAL, EOPNOTSUPP of a local socket, EBADF
   */
  public void connect(int address, int port) throws SocketError {
    check("connect", port <= 0 || port > 0xffff ? Errno.EINVAL : Errno.OK);
    check("connect", locked(() -> doConnect(address, port)));
    check("connect", isBlocking() ? awaitConnected() : Errno.EINPROGRESS);
  }

  private Errno doConnect(int address, int port) {
    Request request = sockets.current().request;
    request.address = address;
    request.port = port;
    return ask(Request.Kind.CONNECT);
  }

  /** Asks the CPU that owns the name. */
  private Errno askForName(String newName, int enter) {
    Request request = sockets.current().request;
    request.name = newName;
    request.value = enter;
    return request.ask(Request.Kind.NAME, this, sockets.nameOwner(newName));
  }

  private Errno askBy(Request.Kind kind, String newName) {
    sockets.current().request.name = newName;
    return ask(kind);
  }

  /**
   * Lets others connect. A TCP socket that is not bound takes a free port.
   *
   * @param backlog how many connections may wait to be accepted; at least 1
   * @throws SocketError EINVAL if a local socket is not bound; listening already, or a connect was
   *     begun, or the backlog is out of range; EBADF
   */
  public void listen(int backlog) throws SocketError {
    check("listen", locked(() -> doListen(backlog)));
  }

  private Errno doListen(int backlog) {
    if (backlog < 1) {
      return Errno.EINVAL;
    }
    sockets.current().request.value = backlog;
    return ask(Request.Kind.LISTEN);
  }

  /**
   * Accepts the oldest connection; waits for one unless the socket does not block, and at most as
   * long as SO_RCVTIMEO says.
   *
   * @return a connected socket
   * @throws SocketError EINVAL if the socket does not listen, EAGAIN when there was none until the
   *     end of the wait, EINTR when the thread was interrupted in it, EBADF when the socket is
   *     closed, also while waiting
   */
  public StreamSocket accept() throws SocketError {
    check("accept", isClosed() ? Errno.EBADF : queue == null ? Errno.EINVAL : Errno.OK);
    UserThread user = sockets.current();
    long deadline = receiveDeadline();
    StreamSocket connection = null;
    user.taken = Errno.OK;
    while (connection == null) {
      check("accept", isClosed() ? Errno.EBADF : user.taken);
      connection = accept(user, deadline);
    }
    queue.accepted(user.number(), connection.number);
    return connection;
  }

  /** A connection, or null; then how the wait has ended is in {@code user.taken}. */
  private StreamSocket accept(UserThread user, long deadline) {
    if (deadline == DONT_WAIT) {
      user.taken = Errno.EAGAIN;
      ask(Request.Kind.ACCEPT);
      return user.request.takeAccepted();
    }
    user.taken = queue.await(user, soPort, deadline);
    return user.predicate.takeAccepted();
  }

  /**
   * Connects to the socket that listens under a name. Waits until that has ended, unless the socket
   * does not block: then {@link #takeError} tells of a failure.
   *
   * @param peer the listener's name
   * @throws SocketError ECONNREFUSED when nobody listens there or the queue is full; EINPROGRESS
   *     when the socket does not block, and EINTR when the thread was interrupted: the connect goes
   *     on; EALREADY while an earlier one goes on, EISCONN when there is a connection or was one,
   *     EINVAL of a listener, EBADF
   */
  public void connect(String peer) throws SocketError {
    check("connect " + peer, locked(() -> askBy(Request.Kind.CONNECT_NAME, peer)));
    check("connect " + peer, isBlocking() ? awaitConnected() : Errno.EINPROGRESS);
  }

  private Errno awaitConnected() {
    UserThread user = sockets.current();
    Errno wait = Errno.OK;
    int now = state.load();
    while ((now & StateWord.SS_ISCONNECTING) != 0 && wait == Errno.OK) {
      wait = Errno.of(stateWaiters.await(user, soPort, CONNECT_ENDED, Long.MAX_VALUE));
      now = state.load();
    }
    if (isClosed()) {
      return Errno.EBADF;
    }
    return (now & StateWord.SS_ISCONNECTING) != 0 ? wait : takeError();
  }

  /** Connects two new sockets (PRU_CONNECT2). */
  static void connect2(StreamSocket first, StreamSocket second) {
    first.askToConnect(second);
    second.askToConnect(first);
  }

  private void askToConnect(StreamSocket other) {
    Request request = sockets.current().request;
    request.other = other;
    ask(Request.Kind.CONNECT2);
    request.other = null;
  }

  /**
   * Whether the socket is connected, or was until the peer or an error ended it.
   *
   * @return false before a connection is made
   */
  public boolean isConnected() {
    return (state.load() & (StateWord.SS_ISCONNECTED | StateWord.SS_ISDISCONNECTED)) != 0;
  }

  /**
   * Reads bytes, as many as are there; waits for the first, or for as many as SO_RCVLOWAT says,
   * unless the socket does not block, and at most as long as SO_RCVTIMEO says.
   *
   * @param data receives them
   * @param offset index of the first
   * @param length the most, at least 1
   * @return how many, at least 1; -1 at the end of file
   * @throws SocketError ENOTCONN, ECONNRESET behind the last byte that came before, EAGAIN, EINTR,
   *     EBADF
   */
  public int read(byte[] data, int offset, int length) throws SocketError {
    sockets.current().use(data, offset, length);
    return read();
  }

  /**
   * Reads bytes into a buffer, from its position to its limit, as {@link #read(byte[], int, int)}
   * does.
   *
   * @param target receives them; its position moves behind them
   * @return how many, at least 1; -1 at the end of file
   * @throws SocketError as {@link #read(byte[], int, int)}
   */
  public int read(ByteBuffer target) throws SocketError {
    sockets.current().use(target);
    int count = read();
    target.position(target.position() + Math.max(0, count));
    return count;
  }

  private int read() throws SocketError {
    check("read", isConnected() ? Errno.OK : isClosed() ? Errno.EBADF : Errno.ENOTCONN);
    UserThread user = sockets.current();
    int count = receiveBuffer.read(user, receiveDeadline());
    user.release();
    if (count > 0) {
      sendBuffer.post();
      return count;
    }
    check("read", isClosed() ? Errno.EBADF : user.taken);
    check("read", takeError());
    return -1;
  }

  /**
   * Writes bytes: copies them into the send buffer, and waits while it has no room or there is no
   * packet buffer, unless the socket does not block, and at most as long as SO_SNDTIMEO says.
   *
   * <p>Each call makes packets of its own: small writes are not merged into the last packet of the
   * send buffer, as BSD's sbcompress does. The writers' lock does not keep the owner off that
   * packet, which it may have sent, or be sending, so its length may not change any more.
   *
   * @param data holds the bytes; not kept
   * @param offset index of the first
   * @param length how many
   * @return how many were written; less than length only if a wait ended early behind some of them
   * @throws SocketError ENOTCONN, ECONNRESET, EPIPE when this side or the peer has ended the
   *     direction, ENOBUFS of a socket that does not block, EAGAIN, EINTR, EBADF; nothing was
   *     written then
   */
  public int write(byte[] data, int offset, int length) throws SocketError {
    sockets.current().use(data, offset, length);
    return write(false);
  }

  /**
   * Writes bytes of a buffer, from its position to its limit, as {@link #write(byte[], int, int)}
   * does.
   *
   * @param source holds the bytes; its position moves behind those that were written
   * @return how many were written
   * @throws SocketError as {@link #write(byte[], int, int)}
   */
  public int write(ByteBuffer source) throws SocketError {
    sockets.current().use(source);
    int written = write(false);
    source.position(source.position() + written);
    return written;
  }

  /**
   * Writes bytes, the last of which is urgent (MSG_OOB), as {@link #write(byte[], int, int)} does.
   * TCP tells the peer at once where that byte is, and sends what is before it as soon as it may.
   * Of a local socket the bytes are as all others.
   *
   * @param data holds the bytes; not kept
   * @param offset index of the first
   * @param length how many
   * @return how many were written; none is urgent if that is less than length
   * @throws SocketError as {@link #write(byte[], int, int)}
   */
  public int writeUrgent(byte[] data, int offset, int length) throws SocketError {
    sockets.current().use(data, offset, length);
    return write(true);
  }

  private int write(boolean urgent) throws SocketError {
    check("write", isClosed() ? Errno.EBADF : isConnected() ? takeError() : Errno.ENOTCONN);
    UserThread user = sockets.current();
    long deadline = sendDeadline();
    int written = 0;
    Errno errno = Errno.OK;
    while (written < user.length && errno == Errno.OK) {
      int bytes = Math.min(Mbuf.MAX_LENGTH, user.length - written);
      errno = append(user, written, bytes, urgent && written + bytes == user.length, deadline);
      written += errno == Errno.OK ? bytes : 0;
    }
    user.release();
    check("write", written == 0 ? errno : Errno.OK);
    return written;
  }

  private Errno append(UserThread user, int written, int bytes, boolean urgent, long deadline) {
    Mbuf packet = sendBuffer.buffer(user, sockets.pool(), deadline);
    Errno errno = user.taken;
    if (packet != null) {
      user.write(packet, written, bytes);
      if (urgent) {
        packet.setUrgent();
      }
      errno = sendBuffer.append(user, packet, deadline);
      if (errno == Errno.OK) {
        return errno;
      }
      packet.free();
    }
    Errno pending = takeError();
    return pending == Errno.OK ? errno : pending;
  }

  /**
   * Whether readers have come to the last urgent byte (sockatmark(3), SIOCATMARK): it is the next
   * that is read, with SO_OOBINLINE, or was taken out here. A read that comes to the mark ends
   * there, the next goes on behind it.
   *
   * @return false if there is no urgent data, or it was passed
   */
  public boolean isAtMark() {
    return receiveBuffer.mark.isReached();
  }

  /**
   * Asks for what TCP knows of the connection (TCP_INFO).
   *
   * @return a record of the moment at which the owner had the question
   * @throws SocketError EOPNOTSUPP of a local socket, EBADF
   */
  public TcpInfo tcpInfo() throws SocketError {
    check("TCP_INFO", askIfOpen(Request.Kind.INFO));
    Request request = sockets.current().request;
    TcpInfo info = request.info;
    request.info = null;
    return info;
  }

  @Override
  Errno disconnectAndDetach() {
    state.change(StateWord.SS_NOFDREF, 0);
    UserThread user = sockets.current();
    if (!name.isEmpty()) {
      askForName(name, 0);
    }
    if (queue != null) {
      closeListener(user);
    } else if (linger() == 0 || unwanted) {
      ask(Request.Kind.ABORT);
    } else if (linger() > 0) {
      ask(Request.Kind.DISCONNECT);
      sendBuffer.seal(user);
      awaitSent(user);
    } else {
      Errno errno = ask(Request.Kind.CLOSE);
      sendBuffer.seal(user);
      return errno;
    }
    return ask(Request.Kind.DETACH);
  }

  private void awaitSent(UserThread user) {
    long deadline = sockets.execution().nanoTime() + linger() * 1_000_000_000L;
    Outcome end = stateWaiters.await(user, soPort, SENDING_ENDED, deadline);
    if (traced != 0) {
      report(StackProbe.LINGER_ENDS, end == Outcome.REPLIED ? 1 : 0);
    }
  }

  /** Aborts each connection that has or gets a place in the queue, once. */
  private void closeListener(UserThread user) {
    ask(Request.Kind.STOP_LISTENING);
    queue.awaitLast(user, soPort);
    StreamSocket connection = user.predicate.takeAccepted();
    while (connection != null) {
      queue.accepted(user.number(), connection.number);
      connection.unwanted = true;
      connection.close();
      queue.awaitLast(user, soPort);
      connection = user.predicate.takeAccepted();
    }
  }

  @Override
  Errno ask(Request.Kind kind) {
    return sockets.current().request.ask(kind, this, soPort);
  }

  @Override
  int type() {
    return SocketOption.SOCK_STREAM;
  }

  // ---- the owner ----

  @Override
  SoPort<StreamSocket> soPort() {
    return soPort;
  }

  @Override
  boolean isAttached() {
    return pcb != null;
  }

  @Override
  void handleNotify() {
    soPort.owner().notifySend(this);
  }

  /** No mark is below the length of a packet: an empty buffer has room for one. */
  @Override
  Errno reserve(SocketOption option, int bytes) {
    boolean high = option == SocketOption.SO_RCVBUF || option == SocketOption.SO_SNDBUF;
    return super.reserve(option, high ? Math.max(bytes, Mbuf.MAX_LENGTH) : bytes);
  }

  // ---- what anybody can know ----

  /** Of a listener: a connection waits to be accepted. */
  @Override
  boolean isReadable() {
    return queue == null ? super.isReadable() : queue.completed() > 0;
  }

  /** Before a connection is made nothing can be written, and the end of one is the end of that. */
  @Override
  boolean isWritable() {
    return isConnected() ? super.isWritable() : sendBuffer.isAtEnd() || hasError();
  }

  @Override
  public int readable() {
    return queue == null ? super.readable() : queue.completed();
  }

  // ---- the owner ----

  private boolean stateHolds(int want) {
    return want == CONNECT_ENDED ? !state.has(StateWord.SS_ISCONNECTING) : sendingEnded;
  }

  /**
   * The control block. The owner only.
   *
   * @return so_pcb, or null when the socket is detached
   */
  public Object pcb() {
    return pcb;
  }

  /**
   * Attaches or detaches the control block. The owner only, or who opens the socket.
   *
   * @param block the new so_pcb, or null
   */
  public void setPcb(Object block) {
    pcb = block;
  }

  /**
   * Where the steps of the connection are reported. Any thread.
   *
   * @return the stack's probes
   */
  public Probes probes() {
    return sockets.probes();
  }

  /**
   * Numbers the end of the connection in traces. The owner, when it makes the control block.
   *
   * @param kind of the traced object
   */
  public void traceAs(String kind) {
    traced = sockets.probes().newObject(kind);
  }

  /**
   * Reports a step of the connection without arguments. After {@link #traceAs}.
   *
   * @param step which
   */
  public void report(StackProbe step) {
    Probes.hit(sockets.probes(), step, traced);
  }

  /**
   * Reports a step of the connection. After {@link #traceAs}.
   *
   * @param step which
   * @param argument of the step
   */
  public void report(StackProbe step, int argument) {
    Probes.hit(sockets.probes(), step, traced, argument);
  }

  /** Notes that a connect is on its way (soisconnecting). The owner only. */
  public void isConnecting() {
    state.change(StateWord.SS_ISCONNECTING, 0);
  }

  /** Notes that the socket is connected (soisconnected). The owner only. */
  public void isConnectedNow() {
    state.change(StateWord.SS_ISCONNECTED, StateWord.SS_ISCONNECTING);
    stateWaiters.wakeup();
    sendBuffer.knotes.activate();
  }

  /**
   * Notes that a connect has failed. The owner only.
   *
   * @param errno why
   */
  public void connectFailed(Errno errno) {
    setError(errno);
    state.change(0, StateWord.SS_ISCONNECTING);
    stateWaiters.wakeup();
  }

  /** Notes that the connection has ended (soisdisconnected). The owner only. */
  public void isDisconnected() {
    state.change(StateWord.SS_ISDISCONNECTED, StateWord.SS_ISCONNECTED | StateWord.SS_ISCONNECTING);
    stateWaiters.wakeup();
  }

  /**
   * Notes that all that was written, and the end of file behind it, needs this end no more: it is
   * with the peer. The owner only.
   */
  public void finSent() {
    sendBuffer.finSent();
    sendingHasEnded();
  }

  /** Notes that nothing is left to be sent. The owner only. */
  public void sendingHasEnded() {
    sendingEnded = true;
    stateWaiters.wakeup();
  }

  /**
   * Makes the socket a listener. The owner only, once.
   *
   * @param backlog how many connections may wait
   */
  public void startListening(int backlog) {
    queue = sockets.acceptQueue(backlog);
  }

  /**
   * Whether the socket listens, or has done so. The owner only.
   *
   * @return true after {@link #startListening}
   */
  public boolean hasListened() {
    return queue != null;
  }

  /**
   * Takes a place of the backlog. The owner only.
   *
   * @return the number of the connection, or 0 when there is no place or nobody listens
   */
  public int reserveConnection() {
    return queue == null ? 0 : queue.reserve();
  }

  /**
   * Puts a connection into the queue and wakes who waits for one. The owner only.
   *
   * @param connection a socket of {@link #newConnection}, filled
   */
  public void complete(StreamSocket connection) {
    queue.complete(connection);
    receiveBuffer.knotes.activate();
  }

  StreamSocket takeConnection(int user) {
    return queue.take(user);
  }

  void stopListening(int user) {
    queue.stop(user);
  }

  /**
   * Makes the socket of a new connection (sonewconn), with this socket's flags, marks and times.
   * The protocol thread that shall own it.
   *
   * @param cpu that thread's
   * @param connection its number, from {@link #reserveConnection}
   * @return a socket without a control block
   */
  public StreamSocket newConnection(int cpu, int connection) {
    StreamSocket made = new StreamSocket(sockets, soPort.fixedAt(cpu), connection);
    made.inherit(this);
    return made;
  }

  /**
   * Notes that a connection of this listener is filled, and may be completed. The thread that owns
   * the connection.
   *
   * @param connection its number
   */
  public void connectionFilled(int connection) {
    queue.filled(connection);
  }

  int number() {
    return number;
  }

  /**
   * Appends a packet to the receive buffer and wakes who waits for it. The owner only.
   *
   * @param packet the bytes; the socket owns it if the result is true
   * @return false if there is no room, or the direction has ended
   */
  public boolean deliver(Mbuf packet) {
    return receiveBuffer.append(soPort.cpu(), packet);
  }

  /**
   * Where urgent data are among the bytes that are received.
   *
   * @return the socket's mark
   */
  public UrgentMark urgentMark() {
    return receiveBuffer.mark;
  }

  /**
   * Whether nothing is received any more. The owner only.
   *
   * @return true after {@link #cantReceiveMore}
   */
  public boolean receivesNoMore() {
    return receiveBuffer.isAtEnd();
  }

  /**
   * How many bytes can be delivered. The owner only.
   *
   * @return a lower bound
   */
  public int receiveSpace() {
    return receiveBuffer.space();
  }

  /**
   * Whether {@link #deliver} will take a packet of so many bytes. The owner only.
   *
   * @param bytes its length
   * @return false also when all slots of a ring are in use
   */
  public boolean hasRoomFor(int bytes) {
    return receiveBuffer.hasRoom(bytes);
  }

  /**
   * The high-water mark of the receive buffer. Any thread.
   *
   * @return bytes
   */
  public int receiveHighWater() {
    return receiveBuffer.highWater();
  }

  /**
   * Whether no user will write any more. The owner asks this before it looks for packets: what was
   * written is then seen.
   *
   * @return true once the sending direction is shut down and no writer is on its way
   */
  public boolean writesNoMore() {
    return sendBuffer.isSealed();
  }

  /**
   * The oldest packet of the send buffer, which stays. The owner only.
   *
   * @return the packet, or null when there is none
   */
  public Mbuf firstToSend() {
    return sendBuffer.first();
  }

  /**
   * The oldest packet of the send buffer that this has not brought yet, which stays until {@link
   * #dropSent}. The owner only.
   *
   * @return the packet, or null when there is none
   */
  public Mbuf visitToSend() {
    return sendBuffer.visit();
  }

  /**
   * Bytes at the front of the send buffer have arrived at the peer: drops them, and wakes who waits
   * for room. The owner only.
   *
   * @param bytes how many, at most what {@link #visitToSend} has brought
   */
  public void dropSent(int bytes) {
    sendBuffer.drop(bytes);
  }

  /**
   * Whether there are bytes that no user has read. The owner, who may see them a moment longer.
   *
   * @return true if there seem to be some
   */
  public boolean hasUnread() {
    return receiveBuffer.bytesEstimate() > 0;
  }
}
