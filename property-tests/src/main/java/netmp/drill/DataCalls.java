package netmp.drill;

import java.util.Map;
import netmp.drill.Call.Handler;
import netmp.drill.Descriptor.Datagrams;
import netmp.drill.Descriptor.Epoll;
import netmp.drill.Descriptor.Stream;
import netmp.drill.Expression.Items;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;

/** Calls that read and write. What is written is zeros. */
final class DataCalls {

  private static final int MOST = 1 << 26;

  private final Calls calls;
  private final Setting setting;
  private final Flows flows;

  DataCalls(Calls calls, Setting setting, Flows flows) {
    this.calls = calls;
    this.setting = setting;
    this.flows = flows;
  }

  void register(Map<String, Handler> handlers) {
    handlers.put("read", call -> receive(call, length(call), 0));
    handlers.put("recv", call -> receive(call, length(call), call.integer(3)));
    handlers.put("recvfrom", call -> receive(call, length(call), call.integer(3)));
    handlers.put("readv", call -> receive(call, vector(call, call.argument(1)), 0));
    handlers.put("recvmsg", call -> receive(call, message(call), call.integer(2)));
    handlers.put("write", call -> send(call, length(call), 0));
    handlers.put("send", call -> send(call, length(call), call.integer(3)));
    handlers.put("sendto", this::sendTo);
    handlers.put("writev", call -> send(call, vector(call, call.argument(1)), 0));
    handlers.put("sendmsg", call -> send(call, message(call), call.integer(2)));
  }

  private static int length(Call call) {
    if (!call.isAny(1)) {
      throw call.unsupported("data of a script's own");
    }
    return size(call, call.number(2));
  }

  private static int size(Call call, long bytes) {
    if (bytes < 0 || bytes > MOST) {
      throw call.unsupported("buffers of " + bytes + " bytes");
    }
    return (int) bytes;
  }

  /** All bytes of several buffers, each a base and a length. */
  private static int vector(Call call, Expression vector) {
    long all = 0;
    for (Expression each : call.items(vector)) {
      Expression length = call.member(each, "iov_len");
      boolean pair = length == null && each instanceof Items two && two.items().size() == 2;
      all += call.value(pair ? ((Items) each).items().get(1) : length);
    }
    return size(call, all);
  }

  private static int message(Call call) {
    Expression control = call.member(call.argument(1), "msg_control");
    if (control != null) {
      throw call.unsupported("control messages");
    }
    return vector(call, call.member(call.argument(1), "msg_iov"));
  }

  /** Something is done once without waiting, if a flag says so. */
  private static long once(Socket socket, int flags, Action action) throws SocketError {
    boolean now = socket.isBlocking() && (flags & Constants.MSG_DONTWAIT) != 0;
    if (now) {
      socket.setBlocking(false);
    }
    try {
      return action.run();
    } finally {
      if (now) {
        socket.setBlocking(true);
      }
    }
  }

  /** What is done. */
  @FunctionalInterface
  private interface Action {
    long run() throws SocketError;
  }

  private long receive(Call call, int length, int flags) throws SocketError {
    return switch (calls.descriptor(call)) {
      case Stream s -> once(s.socket, flags, () -> read(s.socket, length, flags));
      case Datagrams d -> once(d.socket, flags, () -> datagram(d.socket, length));
      case Epoll _ -> throw new SocketError("read", Errno.EINVAL);
    };
  }

  private static long read(StreamSocket socket, int length, int flags) throws SocketError {
    byte[] data = new byte[Math.max(1, length)];
    if ((flags & Constants.MSG_OOB) != 0) {
      socket.receiveOutOfBand();
      return 1;
    }
    int count = length == 0 ? 0 : socket.read(data, 0, length);
    boolean all = (flags & Constants.MSG_WAITALL) != 0;
    while (all && count > 0 && count < length) {
      int more = socket.read(data, count, length - count);
      if (more <= 0) {
        break;
      }
      count += more;
    }
    return Math.max(0, count);
  }

  private static long datagram(DatagramSocket socket, int length) throws SocketError {
    Datagram into = new Datagram(length);
    return socket.receive(into) ? into.length() : 0;
  }

  private long send(Call call, int length, int flags) throws SocketError {
    return switch (calls.descriptor(call)) {
      case Stream s -> once(s.socket, flags, () -> write(s.socket, length, flags));
      case Datagrams d ->
          once(
              d.socket,
              flags,
              () -> {
                d.socket.send(new byte[length], 0, length);
                return length;
              });
      case Epoll _ -> throw new SocketError("write", Errno.EINVAL);
    };
  }

  private static long write(StreamSocket socket, int length, int flags) throws SocketError {
    byte[] data = new byte[length];
    boolean urgent = (flags & Constants.MSG_OOB) != 0;
    return urgent ? socket.writeUrgent(data, 0, length) : socket.write(data, 0, length);
  }

  private long sendTo(Call call) throws SocketError {
    int length = length(call);
    if (!(calls.descriptor(call) instanceof Datagrams datagrams)) {
      return send(call, length, call.integer(3));
    }
    int address = setting.remote;
    int port = setting.connectPort;
    if (!call.isAny(4)) {
      address = (int) call.member(call.argument(4), "sin_addr", address);
      port = (int) call.member(call.argument(4), "sin_port", port);
    }
    flows.connects(Packet.UDP, datagrams.socket.localPort(), port);
    datagrams.socket.sendTo(new byte[length], 0, length, address, port);
    return length;
  }
}
