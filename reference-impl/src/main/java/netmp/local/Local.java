package netmp.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netmp.msg.Call;
import netmp.msg.MessagePort;
import netmp.socket.Control;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Protocol;
import netmp.socket.Shutdown;
import netmp.socket.StreamSocket;

/**
 * Local stream sockets on one CPU: the requests of the sockets that belong to it, and the names of
 * which it is the owner. Everything but {@link #port} is for that CPU's protocol thread.
 */
public class Local implements Protocol<StreamSocket> {

  private final MessagePort port;
  private final int cpu;

  /** The instances of all CPUs, this one included. */
  private final List<Local> instances;

  /** Names whose hash is this CPU's, and the sockets that are bound to them. */
  private final Map<String, LocalPcb> names = new HashMap<>();

  /** Where the next connection of a listener of this CPU goes. */
  private int nextCpu;

  /**
   * Wires the protocol.
   *
   * @param port the CPU's message port
   * @param cpu the CPU
   * @param instances the instances of all CPUs, by number; filled before the first request
   */
  public Local(MessagePort port, int cpu, List<Local> instances) {
    this.port = port;
    this.cpu = cpu;
    this.instances = instances;
    nextCpu = cpu;
  }

  @Override
  public MessagePort port() {
    return port;
  }

  /**
   * How many names this CPU owns that are taken. The protocol thread.
   *
   * @return the number
   */
  public int names() {
    return names.size();
  }

  /** Asks this CPU to do something. Any protocol thread. */
  void call(Runnable body) {
    port.put(new Call(body));
  }

  private static LocalPcb pcb(StreamSocket socket) {
    return (LocalPcb) socket.pcb();
  }

  // ---- names ----

  @Override
  public Errno name(StreamSocket socket, String name, boolean enter) {
    if (!enter) {
      names.remove(name);
      return Errno.OK;
    }
    // The control block is only passed on here; it belongs to the socket's owner.
    return names.putIfAbsent(name, pcb(socket)) == null ? Errno.OK : Errno.EADDRINUSE;
  }

  @Override
  public Errno bind(StreamSocket socket, String name) {
    pcb(socket).setName(name);
    return Errno.OK;
  }

  // ---- connections ----

  @Override
  public Errno connect(StreamSocket socket, String name) {
    LocalPcb client = pcb(socket);
    Errno errno = client.beginConnect();
    if (errno == Errno.OK) {
      Attempt attempt = new Attempt(client, client.name(), socket.receiveHighWater());
      Local owner = instances.get(name.hashCode() & (instances.size() - 1));
      owner.call(() -> owner.lookup(name, attempt));
    }
    return errno;
  }

  /** A connect on its way through the CPUs: the client, its name and the room of its so_rcv. */
  record Attempt(LocalPcb client, String clientName, int clientRoom) {
    void refuse() {
      client.owner().call(() -> client.refused(Errno.ECONNREFUSED));
    }
  }

  /** At the owner of the name. */
  private void lookup(String name, Attempt attempt) {
    LocalPcb listener = names.get(name);
    if (listener == null) {
      attempt.refuse();
    } else {
      listener.owner().call(() -> listener.owner().reserve(listener, attempt));
    }
  }

  /** At the owner of the listener. */
  private void reserve(LocalPcb listener, Attempt attempt) {
    int number = listener.socket().reserveConnection();
    if (number == 0) {
      attempt.refuse();
      return;
    }
    nextCpu = (nextCpu + 1) & (instances.size() - 1);
    Local target = instances.get(nextCpu);
    String name = listener.name();
    target.call(() -> target.newConnection(listener, name, number, attempt));
  }

  /** At the owner of the new socket: all of it is filled before anybody hears of it (D17). */
  void newConnection(LocalPcb listener, String name, int number, Attempt attempt) {
    StreamSocket socket = listener.socket().newConnection(cpu, number);
    LocalPcb server = new LocalPcb(socket, this);
    socket.setPcb(server);
    server.setName(name);
    LocalPcb client = attempt.client;
    server.connected(client, attempt.clientName, attempt.clientRoom);
    listener.socket().connectionFilled(number);
    listener.owner().call(() -> listener.socket().complete(socket));
    int room = socket.receiveHighWater();
    client.owner().call(() -> client.accepted(server, name, room));
  }

  @Override
  public Errno connect2(StreamSocket socket, StreamSocket other) {
    pcb(socket).connected(pcb(other), "", other.receiveHighWater());
    return Errno.OK;
  }

  @Override
  public Errno listen(StreamSocket socket, int backlog) {
    if (socket.hasListened() || !pcb(socket).isIdle() || pcb(socket).name().isEmpty()) {
      return Errno.EINVAL;
    }
    socket.startListening(backlog);
    return Errno.OK;
  }

  // ---- the other requests ----

  @Override
  public void attach(StreamSocket socket) {
    socket.setPcb(new LocalPcb(socket, this));
  }

  @Override
  public void notifySend(StreamSocket socket) {
    pcb(socket).notified();
  }

  @Override
  public Errno shutdown(StreamSocket socket, Shutdown how) {
    LocalPcb pcb = pcb(socket);
    if (!pcb.hasConnection()) {
      return Errno.ENOTCONN;
    }
    if (how.isReceiving()) {
      pcb.endReceiving();
    }
    return Errno.OK;
  }

  @Override
  public Errno disconnect(StreamSocket socket) {
    pcb(socket).close();
    return Errno.OK;
  }

  @Override
  public Errno abort(StreamSocket socket) {
    pcb(socket).abort();
    return Errno.OK;
  }

  @Override
  public Errno sockaddr(StreamSocket socket, Endpoint into) {
    into.setName(pcb(socket).name());
    return Errno.OK;
  }

  @Override
  public Errno peeraddr(StreamSocket socket, Endpoint into) {
    into.setName(pcb(socket).peerName());
    return pcb(socket).hasConnection() ? Errno.OK : Errno.ENOTCONN;
  }

  /** There is no interface to ask about. */
  @Override
  public int control(Control query) {
    return 0;
  }

  /** The control block goes on alone until what was written is with the peer. */
  @Override
  public Errno detach(StreamSocket socket) {
    // Closed or aborted before, but for a listener; what is left to do needs no user.
    if (socket.hasListened()) {
      socket.cantReceiveMore();
    }
    return Errno.OK;
  }
}
