package netmp.socket;

import netmp.ether.NetworkInterface;
import netmp.mbuf.Mbuf;
import netmp.msg.MessagePort;

/**
 * One CPU's instance of a protocol, as its sockets see it: the handlers of the requests (BSD's
 * pr_usrreqs). All but {@link #port} run on that CPU's protocol thread, called by the messages of
 * this package. A request that a protocol does not know fails with EOPNOTSUPP.
 *
 * @param <S> the kind of sockets
 */
public interface Protocol<S extends Socket> {

  /** What {@link #option} answers for an option that the protocol does not have. */
  int NO_OPTION = -1;

  /** The socket stays where it is. */
  int STAYS = -1;

  /**
   * Where messages for this instance go. Any thread.
   *
   * @return the port of the CPU's protocol thread
   */
  MessagePort port();

  /**
   * Whether each CPU has a copy of what sockets are found by. Then a request that changes it visits
   * all CPUs before it is replied to: from the owner on, in the circle of CPUs.
   *
   * @param socket the socket, on its owner
   * @return true if {@link #replicate} has something to do
   */
  default boolean isReplicated(S socket) {
    return false;
  }

  /**
   * A request, which the socket's owner has carried out, visits this CPU: makes this CPU's copy
   * what the control block says. The control block does not change while the request travels.
   *
   * @param socket a socket of any CPU
   */
  default void replicate(S socket) {}

  /**
   * A request that changed what sockets are found by has visited all CPUs. What they had put on the
   * owner's port before their visits has been handled.
   *
   * @param socket the socket, on its owner
   */
  default void complete(S socket) {}

  /**
   * Another CPU has found the socket that a packet is for. On the socket's owner.
   *
   * @param socket the socket
   * @param packet its packet, verified and stripped to the payload; taken
   */
  default void takeOver(S socket, Mbuf packet) {
    packet.free();
  }

  /**
   * The longest datagram that every interface takes, so that users cut what is longer into buffers
   * that become its fragments. It never changes; any thread.
   *
   * @return bytes, IP header included
   */
  default int mtu() {
    return NetworkInterface.ETHERNET_MTU;
  }

  /**
   * Gives a new socket its control block. The thread that opens the socket, which nobody else
   * knows: no message is needed, since the block is in no table of this CPU. The first message
   * about the socket hands it over to the owner.
   *
   * @param socket a socket without one, of this CPU
   */
  void attach(S socket);

  /**
   * Which CPU a socket shall belong to when it is bound. Asked before {@link #bind}, and again on
   * the CPU to which the socket has come by the answer. One that will be refused stays where it is:
   * it may have a connection here, or listen.
   *
   * @param socket an attached socket
   * @param owner the CPU that owns the port
   * @return the CPU, or {@link #STAYS}
   */
  default int binding(S socket, int owner) {
    return STAYS;
  }

  /**
   * Binds the socket's control block to a local address and a port that this CPU owns.
   *
   * @param socket an attached socket that is not bound
   * @param address an address of this host, or 0 for any
   * @param port the port, or 0 for an ephemeral one
   * @return OK, EINVAL, EADDRNOTAVAIL or EADDRINUSE
   */
  default Errno bind(S socket, int address, int port) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Names the socket's only peer.
   *
   * @param socket a bound socket
   * @param address the peer's address
   * @param port the peer's port, 1..65535
   * @return OK, EINVAL, EISCONN
   */
  default Errno connect(S socket, int address, int port) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Which CPU a socket shall belong to when it is connected. Asked before {@link #connect}, and
   * again on each CPU to which the socket has come by the answer.
   *
   * @param socket an attached socket, which leaves this CPU's tables if it has to go
   * @param address the peer's address
   * @param port the peer's port, 1..65535
   * @return the CPU, or {@link #STAYS}
   */
  default int connecting(S socket, int address, int port) {
    return STAYS;
  }

  /**
   * Which CPU a socket shall belong to when it is not connected. Asked before {@link #disconnect},
   * and again on the CPU to which the socket has come by the answer.
   *
   * @param socket an attached socket, which leaves this CPU's tables if it has to go
   * @return the CPU, or {@link #STAYS}
   */
  default int disconnecting(S socket) {
    return STAYS;
  }

  /**
   * Enters a name, or takes it out. This CPU owns the name, not the socket.
   *
   * @param socket whom it names
   * @param name the name
   * @param enter whether to enter it
   * @return OK, EADDRINUSE
   */
  default Errno name(S socket, String name, boolean enter) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Binds the socket to a name, which has been entered.
   *
   * @param socket an attached socket that is not bound
   * @param name the name
   * @return OK
   */
  default Errno bind(S socket, String name) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Begins to connect to whoever listens under a name; the socket says how it ends.
   *
   * @param socket an attached socket
   * @param name the listener's name
   * @return OK, EALREADY, EISCONN, EINVAL
   */
  default Errno connect(S socket, String name) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Connects this end of a pair (PRU_CONNECT2). Each end is connected by its owner.
   *
   * @param socket an attached socket
   * @param other the other end, attached too, and not used before both are connected
   * @return OK
   */
  default Errno connect2(S socket, S other) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Begins to listen.
   *
   * @param socket a bound socket
   * @param backlog how many connections may wait to be accepted, at least 1
   * @return OK, EINVAL
   */
  default Errno listen(S socket, int backlog) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Kills the connection at once: the peer gets ECONNRESET, and what was to be sent is freed.
   *
   * @param socket an attached socket
   * @return OK
   */
  default Errno abort(S socket) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Forgets the peer.
   *
   * @param socket a bound socket
   * @return OK, EINVAL, ENOTCONN
   */
  Errno disconnect(S socket);

  /**
   * Sends one datagram, behind those in the send buffer.
   *
   * @param socket a bound socket
   * @param packet the payload; the protocol owns it from here, whatever the result
   * @param address the destination, or 0 for the peer
   * @param port the destination's port
   * @return OK, EINVAL, ENOTCONN, EMSGSIZE, EHOSTUNREACH
   */
  default Errno send(S socket, Mbuf packet, int address, int port) {
    packet.free();
    return Errno.EOPNOTSUPP;
  }

  /**
   * There is something in the send buffer: sends it, or some of it and has the owner told again.
   *
   * @param socket the socket; it may have been detached meanwhile
   */
  void notifySend(S socket);

  /**
   * A reader made room in a receive buffer from which datagrams had been dropped.
   *
   * @param socket an attached socket
   * @return how many were dropped since the last such request
   */
  default int received(S socket) {
    return 0;
  }

  /**
   * Takes the last urgent byte.
   *
   * @param socket an attached socket
   * @param into receives it
   * @return OK, EAGAIN if it has not come, EINVAL if there is none, EOPNOTSUPP
   */
  default Errno rcvoob(S socket, byte[] into) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Shuts a socket down. The sending direction is the user's to mark; the receiving direction is
   * ended here, where packets are appended.
   *
   * @param socket an attached socket
   * @param how which direction
   * @return OK, ENOTCONN
   */
  Errno shutdown(S socket, Shutdown how);

  /**
   * The socket's own address.
   *
   * @param socket an attached socket
   * @param into receives the address
   * @return OK
   */
  Errno sockaddr(S socket, Endpoint into);

  /**
   * The peer's address.
   *
   * @param socket an attached socket
   * @param into receives the address
   * @return OK, ENOTCONN
   */
  Errno peeraddr(S socket, Endpoint into);

  /**
   * Reads an option of the protocol level.
   *
   * @param socket an attached socket
   * @param option which
   * @return its value, or {@link #NO_OPTION}
   */
  default int option(S socket, SocketOption option) {
    return NO_OPTION;
  }

  /**
   * Sets an option of the protocol level.
   *
   * @param socket an attached socket
   * @param option which
   * @param value its value, within the option's range
   * @return OK, ENOPROTOOPT
   */
  default Errno setOption(S socket, SocketOption option, int value) {
    return Errno.ENOPROTOOPT;
  }

  /**
   * What there is to know of a connection.
   *
   * @param socket an attached socket
   * @return a record of this moment, or null of a protocol that has none
   */
  default TcpInfo info(S socket) {
    return null;
  }

  /**
   * Joins a multicast group.
   *
   * @param socket an attached socket
   * @param group any address
   * @param address that of the interface, or 0 for the one that the route chooses
   * @return OK, EINVAL when it is no group, EADDRNOTAVAIL when there is no such interface,
   *     EADDRINUSE when the socket is a member, ENOBUFS when it is in too many groups
   */
  default Errno join(S socket, int group, int address) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Leaves a multicast group.
   *
   * @param socket an attached socket
   * @param group any address
   * @param address that of the interface, or 0 for the one on which it was joined first
   * @return OK, EADDRNOTAVAIL when the socket is no member
   */
  default Errno leave(S socket, int group, int address) {
    return Errno.EOPNOTSUPP;
  }

  /**
   * Answers a query (BSD's ioctl).
   *
   * @param query what is asked
   * @return the answer
   */
  int control(Control query);

  /**
   * Ends the socket: takes its control block out of the tables and lets its waiters go.
   *
   * @param socket an attached socket
   * @return OK, EINVAL when it is detached already
   */
  Errno detach(S socket);
}
