package netmp.local;

import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;
import netmp.mbuf.PacketQueue;
import netmp.msg.Message;
import netmp.socket.Errno;
import netmp.socket.StreamSocket;

/**
 * The control block of a local stream socket (BSD's unpcb). It belongs to the socket's owner, which
 * alone runs its methods, but for {@link #owner} and {@link #socket}.
 *
 * <p>What the two ends tell each other are messages to the other's owner, in order: packets, "my
 * buffer has room up to here" (as a TCP window: counted from the first byte of the connection), end
 * of file, "nobody reads here any more", reset. A message that comes to an end that is closed
 * meanwhile finds that, and changes nothing; a packet is freed. So nothing has to be called back
 * before a socket goes (defect D44).
 */
class LocalPcb {

  private enum State {
    IDLE,
    CONNECTING,
    CONNECTED,
    /** There was a connection; nothing comes from it or goes to it any more. */
    CLOSED
  }

  private final StreamSocket socket;
  private final Local owner;

  /** Where packets of the peer come. */
  private final PacketHandler input = this::input;

  private final Window window = new Window();
  private State state = State.IDLE;
  private String name = "";
  private String peerName = "";
  private LocalPcb peer;

  /** Bytes sent so far, and how far the peer's receive buffer has room. */
  private long sent;

  private long limit;
  private boolean finSent;

  /** The peer does not read any more. */
  private boolean peerGone;

  /** Bytes received so far, and how far the peer has been told that there is room. */
  private long received;

  private long announced;
  private boolean finReceived;

  /** Packets for which the receive buffer has no room after all, since its mark was lowered. */
  private final PacketQueue held = new PacketQueue();

  private int heldBytes;

  LocalPcb(StreamSocket socket, Local owner) {
    this.socket = socket;
    this.owner = owner;
    socket.traceAs("so_pcb.local");
  }

  /** Any thread. */
  Local owner() {
    return owner;
  }

  /** Any thread. */
  StreamSocket socket() {
    return socket;
  }

  String name() {
    return name;
  }

  void setName(String newName) {
    name = newName;
  }

  String peerName() {
    return peerName;
  }

  boolean isIdle() {
    return state == State.IDLE;
  }

  boolean hasConnection() {
    return state == State.CONNECTED;
  }

  // ---- beginning ----

  Errno beginConnect() {
    if (socket.hasListened()) {
      return Errno.EINVAL;
    }
    if (state != State.IDLE) {
      return state == State.CONNECTING ? Errno.EALREADY : Errno.EISCONN;
    }
    state = State.CONNECTING;
    socket.isConnecting();
    return Errno.OK;
  }

  void refused(Errno errno) {
    if (state == State.CONNECTING) {
      state = State.IDLE;
      socket.connectFailed(errno);
    }
  }

  /** The other end is there; it has room for so many bytes, and knows how many this end has. */
  void connected(LocalPcb other, String otherName, int room) {
    peer = other;
    peerName = otherName;
    limit = room;
    announced = socket.receiveHighWater();
    state = State.CONNECTED;
    socket.report(StackProbe.CONNECTED);
    socket.isConnectedNow();
  }

  /** The end of the listener is made; this end may have been closed meanwhile. */
  void accepted(LocalPcb server, String serverName, int room) {
    if (state == State.CONNECTING) {
      connected(server, serverName, room);
    } else {
      server.owner.call(server::reset);
    }
  }

  // ---- sending ----

  /** There is something in the send buffer, or room in the receive buffer. */
  void notified() {
    output();
    takeHeld();
    window.announce();
  }

  void output() {
    if (state != State.CONNECTED) {
      discard();
      return;
    }
    // Asked before looking: what was written is then seen, and the end of file is behind it.
    boolean last = socket.writesNoMore();
    if (peerGone) {
      discard();
    }
    if (sendWithinLimit() && last && !finSent) {
      LocalPcb other = peer;
      tell(other::fin);
      finSent = true;
      socket.report(StackProbe.FIN);
      socket.finSent();
      closeIfEnded();
    }
  }

  /** True if all was sent. */
  boolean sendWithinLimit() {
    Mbuf packet = socket.firstToSend();
    while (packet != null && sent + packet.length() <= limit) {
      sent += packet.length();
      peer.owner.port().put(socket.nextToSend().dispatchTo(peer.input));
      socket.report(StackProbe.OUTPUT);
      packet = socket.firstToSend();
    }
    return packet == null;
  }

  private void discard() {
    for (Mbuf packet = socket.nextToSend(); packet != null; packet = socket.nextToSend()) {
      packet.free();
    }
  }

  private void tell(Runnable body) {
    peer.owner.call(body);
  }

  /** The peer has room further on. */
  private void windowMoved(long newLimit) {
    limit = newLimit;
    output();
  }

  /** Nobody reads at the other end any more: whoever writes gets EPIPE. */
  private void gone() {
    if (state == State.CONNECTED) {
      peerGone = true;
      socket.report(StackProbe.GONE);
      endSending();
    }
  }

  private void endSending() {
    socket.cantSendMore();
    discard();
    socket.sendingHasEnded();
  }

  // ---- receiving ----

  private void input(Mbuf packet) {
    received += packet.length();
    boolean ended = socket.receivesNoMore();
    socket.report(StackProbe.INPUT, ended ? 0 : 1);
    if (ended) {
      packet.free();
      window.announce();
    } else if (held.size() > 0 || !socket.hasRoomFor(packet.length())) {
      heldBytes += packet.length();
      held.enqueue(packet);
    } else {
      deliver(packet);
    }
  }

  private void deliver(Mbuf packet) {
    if (!socket.deliver(packet)) {
      throw new IllegalStateException("there was room");
    }
  }

  private void takeHeld() {
    while (held.size() > 0 && socket.hasRoomFor(held.first().length())) {
      Mbuf packet = held.dequeue();
      heldBytes -= packet.length();
      deliver(packet);
    }
    endIfReceived();
  }

  private void fin() {
    finReceived = true;
    endIfReceived();
    closeIfEnded();
  }

  private void endIfReceived() {
    if (finReceived && held.size() == 0 && !socket.receivesNoMore()) {
      socket.cantReceiveMore();
      socket.report(StackProbe.END_INPUT);
    }
  }

  /** Nothing that comes is appended any more. */
  void endReceiving() {
    socket.cantReceiveMore();
    socket.report(StackProbe.END_INPUT);
    for (Mbuf packet = held.dequeue(); packet != null; packet = held.dequeue()) {
      packet.free();
    }
    heldBytes = 0;
    window.announce();
  }

  // ---- ending ----

  /** Both directions have ended: the link is cut. */
  private void closeIfEnded() {
    if (state == State.CONNECTED && finReceived && finSent) {
      state = State.CLOSED;
      socket.report(StackProbe.CUT);
      peer = null;
      socket.isDisconnected();
    }
  }

  /** The user closes: nobody reads any more, and what was written goes on its way. */
  void close() {
    socket.report(StackProbe.DISCONNECT, 0);
    if (state == State.CONNECTED) {
      LocalPcb other = peer;
      tell(other::gone);
      endReceiving();
    } else {
      end();
    }
    socket.cantSendMore();
  }

  /** The user kills the connection. */
  void abort() {
    socket.report(StackProbe.DISCONNECT, 1);
    if (state == State.CONNECTED) {
      LocalPcb other = peer;
      tell(other::reset);
    }
    end();
  }

  /** The other end was killed. */
  private void reset() {
    socket.report(StackProbe.RESET, state == State.CONNECTED ? 1 : 0);
    if (state == State.CONNECTED) {
      socket.setError(Errno.ECONNRESET);
      end();
    }
  }

  private void end() {
    state = State.CLOSED;
    peer = null;
    endReceiving();
    endSending();
    socket.isDisconnected();
  }

  /**
   * "I have room up to here", which goes to the other end and comes back. While it is away it is
   * not touched, so one message serves.
   */
  private final class Window extends Message {

    private LocalPcb to;
    private long upTo;
    private boolean away;
    private boolean comesBack;

    /** Tells the other end if there is more room than it knows. */
    void announce() {
      long now = received - heldBytes + room();
      if (state == State.CONNECTED && !away && now > announced) {
        announced = now;
        upTo = now;
        to = peer;
        away = true;
        comesBack = false;
        to.owner.port().put(this);
      }
    }

    /** What is thrown away needs none. */
    private int room() {
      return socket.receivesNoMore() ? socket.receiveHighWater() : socket.receiveSpace();
    }

    @Override
    protected void dispatch() {
      if (comesBack) {
        away = false;
        announce();
      } else {
        to.windowMoved(upTo);
        comesBack = true;
        owner.port().put(this);
      }
    }
  }
}
