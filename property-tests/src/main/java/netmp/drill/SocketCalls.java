package netmp.drill;

import java.util.Map;
import netmp.drill.Call.Handler;
import netmp.drill.Descriptor.Datagrams;
import netmp.drill.Descriptor.Epoll;
import netmp.drill.Descriptor.Stream;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/** Calls that make, connect and end sockets. */
final class SocketCalls {

  private static final int SOCKET_TYPE = 0xf;
  private static final int F_GETFD = 1;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int O_RDWR = 2;

  private final Calls calls;
  private final Machine machine;
  private final Setting setting;
  private final Flows flows;
  private final Commands.Sizes sizes;

  SocketCalls(Calls calls, Machine machine, Setting setting, Flows flows, Commands.Sizes sizes) {
    this.calls = calls;
    this.machine = machine;
    this.setting = setting;
    this.flows = flows;
    this.sizes = sizes;
  }

  void register(Map<String, Handler> handlers) {
    handlers.put("socket", this::socket);
    handlers.put("bind", this::bind);
    handlers.put("listen", this::listen);
    handlers.put("accept", this::accept);
    handlers.put("accept4", this::accept);
    handlers.put("connect", this::connect);
    handlers.put("shutdown", this::shutdown);
    handlers.put("close", this::close);
    handlers.put("fcntl", this::fcntl);
    handlers.put("ioctl", this::ioctl);
    handlers.put("getsockname", this::getsockname);
    handlers.put("getpeername", this::getpeername);
  }

  private long socket(Call call) throws SocketError {
    int type = call.integer(1);
    Descriptor descriptor =
        switch (type & SOCKET_TYPE) {
          case Constants.SOCK_STREAM -> new Stream(machine.stack.streamSocket());
          case Constants.SOCK_DGRAM -> new Datagrams(machine.stack.datagramSocket());
          default -> throw call.unsupported("sockets of this type");
        };
    prepare(descriptor.anySocket(), type);
    return calls.open(call, descriptor);
  }

  private void prepare(Socket socket, int flags) throws SocketError {
    socket.setBlocking((flags & Constants.SOCK_NONBLOCK) == 0);
    if (sizes.sendBuffer != 0 && socket instanceof StreamSocket) {
      socket.setOption(SocketOption.SO_SNDBUF, sizes.sendBuffer);
    }
  }

  /** Dots for an address mean those of the setting. */
  private long bind(Call call) throws SocketError {
    int address = address(call, setting.local);
    int port = port(call, setting.bindPort);
    switch (calls.descriptor(call)) {
      case Stream stream -> {
        stream.socket.bind(address, port);
        Endpoint own = new Endpoint();
        stream.socket.localEndpoint(own);
        stream.port = own.port();
      }
      case Datagrams datagrams -> {
        datagrams.socket.bind(address, port);
        flows.bound(datagrams.socket.localPort());
      }
      case Epoll _ -> throw new SocketError("bind", Errno.EOPNOTSUPP);
    }
    return 0;
  }

  private static int address(Call call, int otherwise) {
    return call.isAny(1) ? otherwise : (int) call.member(call.argument(1), "sin_addr", otherwise);
  }

  private static int port(Call call, int otherwise) {
    return call.isAny(1) ? otherwise : (int) call.member(call.argument(1), "sin_port", otherwise);
  }

  private long listen(Call call) throws SocketError {
    Stream stream = calls.stream(call);
    stream.socket.listen(call.integer(1));
    Endpoint own = new Endpoint();
    stream.socket.localEndpoint(own);
    flows.listens(own.port());
    return 0;
  }

  private long accept(Call call) throws SocketError {
    StreamSocket connection = calls.stream(call).socket.accept();
    boolean four = call.event().arguments().size() > 3;
    prepare(connection, four ? call.integer(3) : 0);
    Stream stream = new Stream(connection);
    calls.connected(stream);
    return calls.open(call, stream);
  }

  private long connect(Call call) throws SocketError {
    int address = address(call, setting.remote);
    int port = port(call, setting.connectPort);
    switch (calls.descriptor(call)) {
      case Stream stream -> {
        if (!stream.begun) {
          stream.begun = true;
          calls.connected(stream);
          flows.connects(Packet.TCP, stream.port, port);
        }
        stream.socket.connect(address, port);
      }
      case Datagrams datagrams -> {
        datagrams.socket.connect(address, port);
        flows.connects(Packet.UDP, datagrams.socket.localPort(), port);
      }
      case Epoll _ -> throw new SocketError("connect", Errno.EOPNOTSUPP);
    }
    return 0;
  }

  private long shutdown(Call call) throws SocketError {
    int how = call.integer(1);
    if (how < 0 || how >= Shutdown.values().length) {
      throw new SocketError("shutdown", Errno.EINVAL);
    }
    Socket socket = socketOf(call);
    socket.shutdown(
        switch (how) {
          case 0 -> Shutdown.SHUT_RD;
          case 1 -> Shutdown.SHUT_WR;
          default -> Shutdown.SHUT_RDWR;
        });
    return 0;
  }

  private Socket socketOf(Call call) throws SocketError {
    Socket socket = calls.descriptor(call).anySocket();
    if (socket == null) {
      throw new SocketError("descriptor " + call.number(0), Errno.EOPNOTSUPP);
    }
    return socket;
  }

  private long close(Call call) throws SocketError {
    Socket socket = calls.remove(call.number(0)).anySocket();
    if (socket != null) {
      socket.close();
    }
    return 0;
  }

  private long fcntl(Call call) throws SocketError {
    Socket socket = socketOf(call);
    long nonBlocking = call.value(new Expression.Word("O_NONBLOCK"));
    switch (call.integer(1)) {
      case F_GETFL -> {
        return O_RDWR | (socket.isBlocking() ? 0 : nonBlocking);
      }
      case F_SETFL -> socket.setBlocking((call.number(2) & nonBlocking) == 0);
      case F_GETFD -> {
        return 0;
      }
      default -> throw call.unsupported("this command of fcntl");
    }
    return 0;
  }

  /**
   * How many bytes can be read, or were written and not acknowledged; or whether readers are at the
   * urgent mark.
   */
  private long ioctl(Call call) throws SocketError {
    Socket socket = socketOf(call);
    int actual = answer(call, socket);
    if (!call.isAny(2) && call.number(2) != actual) {
      throw new Mismatch(
          "Bad ioctl value: expected: %d actual: %d".formatted(call.number(2), actual));
    }
    return 0;
  }

  private static int answer(Call call, Socket socket) {
    if (call.number(1) == call.value(new Expression.Word("SIOCATMARK"))) {
      return socket instanceof StreamSocket stream && stream.isAtMark() ? 1 : 0;
    }
    boolean input = call.number(1) == call.value(new Expression.Word("SIOCINQ"));
    return input ? socket.readable() : socket.unsent();
  }

  private long getsockname(Call call) throws SocketError {
    Endpoint own = new Endpoint();
    socketOf(call).localEndpoint(own);
    return checkName(call, own);
  }

  private long getpeername(Call call) throws SocketError {
    Endpoint peer = new Endpoint();
    socketOf(call).peerEndpoint(peer);
    return checkName(call, peer);
  }

  private static long checkName(Call call, Endpoint actual) {
    int address = address(call, actual.address());
    int port = port(call, actual.port());
    if (address != actual.address() || port != actual.port()) {
      throw new Mismatch(
          "Bad socket address: expected port %d actual port %d".formatted(port, actual.port()));
    }
    return 0;
  }
}
