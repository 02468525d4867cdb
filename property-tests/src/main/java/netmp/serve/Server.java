package netmp.serve;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import netmp.inet.IpAddress;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;

/**
 * Services at ports of one stack (BSD's inetd). Each listener, each connection and each datagram
 * socket has a virtual thread. Any thread may call.
 */
public final class Server implements AutoCloseable {

  private static final int BACKLOG = 128;
  private static final int STREAM_BUFFER = 512 * 1024;
  private static final int DATAGRAM_BUFFER = 1024 * 1024;
  private static final int LONGEST = 65507;

  /**
   * From such a port no datagram is taken: behind it is a service, and two services that answer
   * each other would not stop.
   */
  private static final int PORTS_OF_SERVICES = 1024;

  private static final Set<Errno> GONE = Set.of(Errno.ECONNRESET, Errno.EPIPE, Errno.ENOTCONN);

  private final NetStack stack;
  private final Consumer<String> log;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A server without services.
   *
   * @param stack where it is
   * @param log takes lines for people, on any thread
   */
  public Server(NetStack stack, Consumer<String> log) {
    this.stack = stack;
    this.log = log;
  }

  /**
   * Serves TCP connections to a port.
   *
   * @param name for people
   * @param port 1..65535
   * @param service what to do with each
   * @throws SocketError if the port cannot be had
   */
  public void listen(String name, int port, StreamService service) throws SocketError {
    StreamSocket listener = stack.streamSocket();
    open.add(listener);
    listener.setOption(SocketOption.SO_REUSEADDR, 1);
    listener.setOption(SocketOption.SO_KEEPALIVE, 1);
    listener.setOption(SocketOption.SO_RCVBUF, STREAM_BUFFER);
    listener.setOption(SocketOption.SO_SNDBUF, STREAM_BUFFER);
    listener.bind(0, port);
    listener.listen(BACKLOG);
    String what = name + " tcp/" + port;
    log.accept(what + " listens");
    Thread.ofVirtual().name(what).start(() -> accept(what, listener, service));
  }

  private void accept(String what, StreamSocket listener, StreamService service) {
    try {
      for (; ; ) {
        StreamSocket connection = listener.accept();
        open.add(connection);
        Thread.ofVirtual().name(what).start(() -> serve(what, connection, service));
      }
    } catch (SocketError e) {
      report(what, e);
    }
  }

  private void serve(String what, StreamSocket connection, StreamService service) {
    String peer = what;
    try (connection) {
      peer = what + " " + peerOf(connection);
      connection.setOption(SocketOption.TCP_NODELAY, 1); // services write what belongs together
      service.serve(connection);
    } catch (IOException e) {
      report(peer, e);
    } finally {
      open.remove(connection);
    }
  }

  private static String peerOf(StreamSocket connection) throws SocketError {
    Endpoint peer = new Endpoint();
    connection.peerEndpoint(peer);
    return IpAddress.format(peer.address()) + ":" + peer.port();
  }

  /**
   * Serves datagrams to a port.
   *
   * @param name for people
   * @param port 1..65535
   * @param service what to do with each
   * @throws SocketError if the port cannot be had
   */
  public void receive(String name, int port, DatagramService service) throws SocketError {
    DatagramSocket socket = stack.datagramSocket();
    open.add(socket);
    socket.setOption(SocketOption.SO_REUSEPORT, 1); // a service may send from others
    socket.setOption(SocketOption.SO_RCVBUF, DATAGRAM_BUFFER);
    socket.setOption(SocketOption.SO_SNDBUF, DATAGRAM_BUFFER);
    socket.bind(0, port);
    String what = name + " udp/" + port;
    log.accept(what + " is open");
    Thread.ofVirtual().name(what).start(() -> receive(what, socket, service));
  }

  private void receive(String what, DatagramSocket socket, DatagramService service) {
    Datagram datagram = new Datagram(LONGEST);
    boolean going = true;
    while (going) {
      try {
        going = socket.receive(datagram);
        if (going && datagram.port() >= PORTS_OF_SERVICES) {
          service.take(socket, datagram);
        }
      } catch (IOException e) {
        report(what, e);
        going = !isClosed(e);
      }
    }
  }

  private static boolean isClosed(IOException e) {
    return e instanceof SocketError error && error.errno() == Errno.EBADF;
  }

  /** A peer that has enough, and says so by a reset, is nothing to report. */
  private static boolean isGone(IOException e) {
    return e instanceof SocketError error && GONE.contains(error.errno());
  }

  private void report(String what, IOException e) {
    if (!closed && !isGone(e)) {
      log.accept(what + ": " + e.getMessage());
    }
  }

  /** Closes all sockets; so their threads end. */
  @Override
  public void close() {
    closed = true;
    while (!open.isEmpty()) {
      open.removeIf(Server::isClosedNow);
    }
  }

  private static boolean isClosedNow(Socket socket) {
    socket.close();
    return true;
  }
}
