package netmp.socket;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;
import netmp.pcb.Inpcb;

/**
 * A datagram socket. It belongs to the owner of its local port.
 *
 * <p>What {@link Socket} says of threads holds for every method.
 */
public final class DatagramSocket extends Socket {

  /** How many groups a socket can join (IP_MAX_MEMBERSHIPS). */
  public static final int MAX_MEMBERSHIPS = 20;

  private static final int IP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int HEADERS = IP_HEADER + UDP_HEADER;

  /** The longest payload: what a datagram of 65535 bytes carries behind its headers. */
  private static final int MAX_DATA = 0xffff - HEADERS;

  private final SoPort<DatagramSocket> soPort;

  /** Local port, 0 until bound; under the lock, read by anyone. */
  private volatile int localPort;

  private volatile boolean connected;

  /** Datagrams that found the receive buffer full, as far as reported. */
  private final AtomicInteger lost = new AtomicInteger();

  /** How a packet gets to the owner of the socket. */
  private final PacketHandler owner;

  /** so_pcb. The owner's. */
  private Inpcb<DatagramSocket> pcb;

  DatagramSocket(Sockets sockets) {
    super(sockets);
    soPort = sockets.soPort();
    owner = packet -> soPort.owner().takeOver(this, packet);
  }

  // ---- users ----

  /**
   * Takes a local address and port.
   *
   * @param address an address of this host, or 0 for any
   * @param port 1..65535, or 0 for a free port above 49151
   * @throws SocketError EADDRINUSE, EADDRNOTAVAIL, EINVAL if bound already or the port is out of
   *     range, EBADF
   */
  public void bind(int address, int port) throws SocketError {
    check("bind", locked(() -> doBind(address, port)));
  }

  private Errno doBind(int address, int port) {
    if (localPort != 0 || port < 0 || port > 0xffff) {
      return Errno.EINVAL;
    }
    UserThread user = sockets.current();
    user.request.cpu = port == 0 ? sockets.anyCpu(user.number()) : sockets.ownerOf(port);
    Errno errno = ask(Request.Kind.BIND, address, port);
    if (errno == Errno.OK) {
      localPort = user.request.answer;
    }
    return errno;
  }

  /**
   * Names the only peer: {@link #send} sends to it, and datagrams of others are not received. Binds
   * the socket if need be.
   *
   * @param address the peer's address, not 0
   * @param port the peer's port, 1..65535
   * @throws SocketError EISCONN, EINVAL, EADDRINUSE, EBADF
   */
  public void connect(int address, int port) throws SocketError {
    check("connect", locked(() -> doConnect(address, port)));
  }

  private Errno doConnect(int address, int port) {
    if (address == Inpcb.ANY || port <= 0 || port > 0xffff) {
      return Errno.EINVAL;
    }
    Errno errno = localPort == 0 ? doBind(Inpcb.ANY, 0) : Errno.OK;
    if (errno == Errno.OK) {
      errno = ask(Request.Kind.CONNECT, address, port);
      if (errno == Errno.OK) {
        connected = true;
      }
    }
    return errno;
  }

  /**
   * Forgets the peer.
   *
   * @throws SocketError ENOTCONN, EBADF
   */
  public void disconnect() throws SocketError {
    check("disconnect", locked(this::doDisconnect));
  }

  private Errno doDisconnect() {
    Errno errno = connected ? ask(Request.Kind.DISCONNECT) : Errno.ENOTCONN;
    if (errno == Errno.OK) {
      connected = false;
    }
    return errno;
  }

  /**
   * Joins a multicast group (IP_ADD_MEMBERSHIP): what is sent to it and to the socket's port is
   * received, if it comes by the interface that a datagram to the group would leave by. The
   * interface is a member a moment after the call returns, and routers know later still.
   *
   * @param group a class D address
   * @throws SocketError EINVAL, EADDRINUSE when the socket is a member, ENOBUFS when it is in
   *     {@link #MAX_MEMBERSHIPS} groups, EBADF
   */
  public void joinGroup(int group) throws SocketError {
    joinGroup(group, Inpcb.ANY);
  }

  /**
   * Joins a multicast group on an interface (imr_interface of IP_ADD_MEMBERSHIP). A group may be
   * joined on several.
   *
   * @param group a class D address
   * @param onInterface the interface's IPv4 address, or 0 as above
   * @throws SocketError as above, and EADDRNOTAVAIL when there is no such interface
   */
  public void joinGroup(int group, int onInterface) throws SocketError {
    check("join", locked(() -> ask(Request.Kind.JOIN, group, onInterface)));
  }

  /**
   * Leaves a multicast group (IP_DROP_MEMBERSHIP). Close leaves all.
   *
   * @param group a group that the socket has joined
   * @throws SocketError EADDRNOTAVAIL, EBADF
   */
  public void leaveGroup(int group) throws SocketError {
    leaveGroup(group, Inpcb.ANY);
  }

  /**
   * Leaves a multicast group on an interface.
   *
   * @param group a group that the socket has joined there
   * @param onInterface the interface's IPv4 address, or 0 for the one on which it was joined first
   * @throws SocketError EADDRNOTAVAIL, EBADF
   */
  public void leaveGroup(int group, int onInterface) throws SocketError {
    check("leave", locked(() -> ask(Request.Kind.LEAVE, group, onInterface)));
  }

  /**
   * Sends a datagram to the peer: copies it into the send buffer and returns. Waits while the send
   * buffer has no room, or there is no packet buffer, unless the socket does not block, and at most
   * as long as SO_SNDTIMEO says.
   *
   * @param data holds the bytes; not kept
   * @param offset index of the first
   * @param length how many, 0..65507; more than the MTU less 28 go in fragments
   * @throws SocketError the pending error, such as ECONNREFUSED, which is cleared; ENOTCONN,
   *     EMSGSIZE, ENOBUFS when no packet buffer is free and the socket does not block, or there are
   *     too few for the fragments, EAGAIN when there was no room until the end of the wait, EINTR
   *     when the thread was interrupted in it, EPIPE, EBADF
   */
  public void send(byte[] data, int offset, int length) throws SocketError {
    sockets.current().use(data, offset, length);
    send();
  }

  /**
   * Sends a datagram to the peer, as {@link #send(byte[], int, int)} does, from a buffer's position
   * to its limit; the position moves there.
   *
   * @param source holds the bytes; not kept
   * @throws SocketError as {@link #send(byte[], int, int)}
   */
  public void send(ByteBuffer source) throws SocketError {
    sockets.current().use(source);
    send();
    source.position(source.limit());
  }

  private void send() throws SocketError {
    check("send", isClosed() ? Errno.EBADF : connected ? Errno.OK : Errno.ENOTCONN);
    UserThread user = sockets.current();
    Mbuf packet = packet(user);
    Errno errno = sendBuffer.append(user, packet, sendDeadline());
    if (errno != Errno.OK) {
      packet.free();
    }
    check("send", errno);
  }

  /**
   * Sends a datagram to anyone, and waits until the protocol has taken it. Binds the socket if need
   * be.
   *
   * @param data holds the bytes; not kept
   * @param offset index of the first
   * @param length how many, 0..65507; more than the MTU less 28 go in fragments
   * @param address the destination, not 0
   * @param port the destination's port, 1..65535
   * @throws SocketError the pending error, which is cleared; EINVAL, EMSGSIZE, EHOSTUNREACH,
   *     ENOBUFS, EADDRINUSE, EPIPE when the sending direction is shut down, EBADF
   */
  public void sendTo(byte[] data, int offset, int length, int address, int port)
      throws SocketError {
    sockets.current().use(data, offset, length);
    sendTo(address, port);
  }

  /**
   * Sends a datagram to anyone, as {@link #sendTo(byte[], int, int, int, int)} does, from a
   * buffer's position to its limit; the position moves there.
   *
   * @param source holds the bytes; not kept
   * @param address the destination, not 0
   * @param port the destination's port, 1..65535
   * @throws SocketError as {@link #sendTo(byte[], int, int, int, int)}
   */
  public void sendTo(ByteBuffer source, int address, int port) throws SocketError {
    sockets.current().use(source);
    sendTo(address, port);
    source.position(source.limit());
  }

  private void sendTo(int address, int port) throws SocketError {
    check("send", address == Inpcb.ANY || port <= 0 || port > 0xffff ? Errno.EINVAL : Errno.OK);
    check("send", whyNotSend());
    bindIfUnbound();
    check("send", askToSend(packet(sockets.current()), address, port));
  }

  private Errno whyNotSend() {
    if (isClosed()) {
      return Errno.EBADF;
    }
    return sendBuffer.isAtEnd() ? Errno.EPIPE : takeError();
  }

  private Errno askToSend(Mbuf packet, int address, int port) {
    sockets.current().request.packet = packet;
    return ask(Request.Kind.SEND, address, port);
  }

  /**
   * Copies what the user sends into one buffer, or into several that become its fragments as they
   * are: the first with room for the header of UDP, the length of all but the last a multiple of
   * eight.
   */
  private Mbuf packet(UserThread user) throws SocketError {
    int length = user.length;
    boolean fits = length <= MAX_DATA && length <= sendBuffer.highWater();
    check("send", fits ? Errno.OK : Errno.EMSGSIZE);
    int mtu = sockets.mtu();
    int fragment = (mtu - IP_HEADER) & ~7;
    Mbuf packet = buffer(null, user, length <= mtu - HEADERS ? length : fragment - UDP_HEADER);
    for (int done = packet.length(); done < length; done = packet.length()) {
      packet.append(buffer(packet, user, Math.min(fragment, length - done)));
    }
    user.release();
    return packet;
  }

  /**
   * A buffer of bytes behind those of a packet; if there is none, the packet is freed. Only for the
   * first a user waits: who has some and waits for more may wait for whoever does the same.
   */
  private Mbuf buffer(Mbuf packet, UserThread user, int count) throws SocketError {
    Mbuf buffer;
    if (packet == null) {
      buffer = sendBuffer.buffer(user, sockets.pool(), sendDeadline());
      check("send", buffer == null ? user.taken : Errno.OK);
    } else {
      buffer = sockets.pool().alloc();
      if (buffer == null) {
        packet.free();
      }
      check("send", buffer == null ? Errno.ENOBUFS : Errno.OK);
    }
    user.write(buffer, packet == null ? 0 : packet.length(), count);
    return buffer;
  }

  /**
   * Receives a datagram; waits until there is one, or as many bytes as SO_RCVLOWAT says, unless the
   * socket does not block, and at most as long as SO_RCVTIMEO says. Binds the socket if need be.
   *
   * @param into receives it
   * @return false when the receiving direction is shut down, also while waiting
   * @throws SocketError the pending error, which is cleared, behind the datagrams that came before
   *     it, also while waiting; EAGAIN when there was none until the end of the wait, EINTR when
   *     the thread was interrupted in it, EBADF when the socket is closed, also while waiting
   */
  public boolean receive(Datagram into) throws SocketError {
    return receive(into, into.room());
  }

  /**
   * Receives a datagram, as {@link #receive(Datagram)} does, into a buffer from its position on,
   * which moves behind the bytes; what the buffer has no room for is cut off.
   *
   * @param from receives whence it came, and how long it is
   * @param target receives the bytes
   * @return as {@link #receive(Datagram)}
   * @throws SocketError as {@link #receive(Datagram)}
   */
  public boolean receive(Datagram from, ByteBuffer target) throws SocketError {
    bindIfUnbound();
    boolean taken = take(from, target, receiveDeadline());
    check("receive", taken ? Errno.OK : sockets.current().taken);
    return taken;
  }

  /**
   * Receives a datagram if there is one.
   *
   * @param into receives it
   * @return false if there is none
   * @throws SocketError the pending error, which is cleared; EBADF when the socket is closed
   */
  public boolean receiveNow(Datagram into) throws SocketError {
    boolean taken = take(into, into.room(), DONT_WAIT);
    Errno why = sockets.current().taken;
    check("receive", taken || why == Errno.EAGAIN ? Errno.OK : why);
    return taken;
  }

  private boolean take(Datagram from, ByteBuffer target, long deadlineNanos) throws SocketError {
    Mbuf packet = receiveBuffer.take(sockets.current(), deadlineNanos);
    if (packet == null) {
      check("receive", errorAtEnd());
      return false;
    }
    try {
      from.fill(packet, target);
    } finally {
      packet.free();
    }
    // Not before it has caught up: the request waits behind what floods the owner.
    if (receiveBuffer.hasDropped() && receiveBuffer.bytesEstimate() == 0) {
      ask(Request.Kind.RCVD);
      lost.addAndGet(sockets.current().request.answer);
    }
    return true;
  }

  /** As in BSD a pending error comes before the end. */
  private Errno errorAtEnd() {
    if (isClosed()) {
      return Errno.EBADF;
    }
    return sockets.current().taken == Errno.OK ? takeError() : Errno.OK;
  }

  private void bindIfUnbound() throws SocketError {
    if (localPort == 0) {
      check("bind", locked(() -> localPort == 0 ? doBind(Inpcb.ANY, 0) : Errno.OK));
    }
  }

  /**
   * The local port.
   *
   * @return 1..65535, or 0 before the socket is bound
   */
  public int localPort() {
    return localPort;
  }

  /**
   * How many datagrams were dropped because the receive buffer was full, as far as reported: a
   * reader that empties the buffer is told.
   *
   * @return the number so far
   */
  public int lost() {
    return lost.get();
  }

  @Override
  Errno ask(Request.Kind kind) {
    return sockets.current().request.ask(kind, this, soPort);
  }

  private Errno ask(Request.Kind kind, int address, int port) {
    Request request = sockets.current().request;
    request.address = address;
    request.port = port;
    return request.ask(kind, this, soPort);
  }

  @Override
  int type() {
    return SocketOption.SOCK_DGRAM;
  }

  // ---- the owner ----

  @Override
  SoPort<DatagramSocket> soPort() {
    return soPort;
  }

  @Override
  boolean isAttached() {
    return pcb != null && !pcb.isDetached();
  }

  @Override
  void handleNotify() {
    soPort.owner().notifySend(this);
  }

  /** Leaves what is in the send buffer to a message of its own. The owner only. */
  public void notifyAgain() {
    sendBuffer.post();
  }

  /**
   * The control block. The owner only.
   *
   * @return so_pcb, or null when the socket is detached
   */
  public Inpcb<DatagramSocket> pcb() {
    return pcb;
  }

  /**
   * The number in traces of what moves the socket.
   *
   * @return 0 if that is not traced
   */
  public int tracedMoves() {
    return soPort.traced();
  }

  /**
   * Attaches or detaches the control block. The owner only, or who opens the socket.
   *
   * @param block the new so_pcb, or null
   */
  public void setPcb(Inpcb<DatagramSocket> block) {
    pcb = block;
  }

  /**
   * Hands a packet over to the owner: {@link Protocol#takeOver}. Another protocol thread that found
   * the socket in its tables, so that it stays where it is.
   *
   * @param packet the payload with its flow noted; taken
   */
  public void handOver(Mbuf packet) {
    soPort.port().put(packet.dispatchTo(owner));
  }

  /**
   * Appends a datagram to the receive buffer and has a waiting user woken. The owner only, unless
   * each CPU has its own part of the buffer.
   *
   * @param cpu the CPU of the calling protocol thread
   * @param packet the payload with its flow noted; the socket owns it if the result is true
   * @return false if there is no room
   */
  public boolean deliver(int cpu, Mbuf packet) {
    return receiveBuffer.append(cpu, packet);
  }

  /**
   * The protocol thread of a CPU delivers nothing more. Before the owner says {@link
   * #cantReceiveMore}.
   *
   * @param cpu the CPU of the calling protocol thread
   */
  public void endDelivery(int cpu) {
    receiveBuffer.end(cpu);
  }

  /**
   * Datagrams dropped for lack of room since the last call. The owner only.
   *
   * @return the number
   */
  public int takeDropped() {
    return receiveBuffer.takeDropped();
  }
}
