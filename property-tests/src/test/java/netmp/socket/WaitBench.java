package netmp.socket;

import java.lang.reflect.Proxy;
import java.util.List;
import netmp.adversary.Scenario.Setup;
import netmp.adversary.ScenarioRun;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sockbuf.Design;
import netmp.sockbuf.SockbufFactory;

/** One socket without a protocol, its owner, and users. */
final class WaitBench {

  /** What the users do. */
  @FunctionalInterface
  interface Users {

    /** Starts them; runs on a user thread. */
    void start(WaitBench bench);
  }

  private final class BenchSocket extends Socket {

    BenchSocket(Sockets sockets) {
      super(sockets);
    }

    @Override
    SoPort<?> soPort() {
      return soPort;
    }

    @Override
    Errno ask(Request.Kind kind) {
      throw new UnsupportedOperationException("no protocol answers " + kind);
    }

    @Override
    void handleNotify() {
      if (draining) {
        drain();
      } else {
        socket.sendBuffer.first();
      }
    }

    @Override
    boolean isAttached() {
      return true;
    }

    @Override
    int type() {
      return SocketOption.SOCK_DGRAM;
    }
  }

  final ScenarioRun run;
  final DeterministicExecution execution;
  final Socket socket;
  private final MessagePort port;
  private final SoPort<DatagramSocket> soPort;
  private final MbufPool pool = MbufPool.forManyThreads(32, 1);

  /** Whether the owner takes what is in the send buffer when it is told to look. */
  private boolean draining = true;

  private WaitBench(ScenarioRun run, SockbufFactory sockbufs, WaiterList.Factory waiterLists) {
    this.run = run;
    execution = run.execution;
    port = run.port("A.p0");
    soPort = new SoPort<>(List.of(protocol()), Probes.OFF, 0);
    socket =
        new BenchSocket(
            new Sockets(
                execution,
                run.probes,
                sockbufs,
                UdpDesign.LOCAL_PORT,
                pool,
                List.of(),
                List.of(),
                List.of(),
                waiterLists));
  }

  static Setup setup(WaiterList.Factory waiterLists, Users users) {
    return setup(Design.CUPHOLDER, waiterLists, users);
  }

  static Setup setup(SockbufFactory sockbufs, WaiterList.Factory waiterLists, Users users) {
    return run -> {
      WaitBench bench = new WaitBench(run, sockbufs, waiterLists);
      bench.user("A.main", () -> users.start(bench));
    };
  }

  Thread user(String name, Runnable body) {
    return run.user(name, body::run);
  }

  /** The owner does something. */
  void order(Runnable body) {
    ScenarioRun.order(port, body);
  }

  private Mbuf packet(int bytes) {
    Mbuf packet = pool.alloc();
    packet.extend(bytes);
    return packet;
  }

  /** A packet comes; on the calling thread, which should be the owner. */
  void append(int bytes) {
    Mbuf packet = packet(bytes);
    if (!socket.receiveBuffer.append(0, packet)) {
      packet.free();
    }
  }

  /** Of a protocol, nothing but its port is asked for here. */
  @SuppressWarnings("unchecked")
  private Protocol<DatagramSocket> protocol() {
    return (Protocol<DatagramSocket>)
        Proxy.newProxyInstance(
            Protocol.class.getClassLoader(),
            new Class<?>[] {Protocol.class},
            (proxy, method, arguments) -> port);
  }

  /** The owner takes all there is to be sent, now. */
  void drain() {
    for (Mbuf m = socket.nextToSend(); m != null; m = socket.nextToSend()) {
      m.free();
    }
  }

  /** From now on the owner leaves in the send buffer what is there. */
  void stopDraining() {
    draining = false;
  }

  /** Receives until the end of file; how many packets came. */
  int receiveAll() {
    UserThread user = socket.sockets.current();
    int packets = 0;
    for (; ; ) {
      Mbuf packet = socket.receiveBuffer.take(user, Long.MAX_VALUE);
      if (packet == null) {
        return packets;
      }
      packet.free();
      packets++;
    }
  }

  /** Receives; how it ended, OK with a packet or at the end of file. */
  Errno receive(long deadlineNanos) {
    UserThread user = socket.sockets.current();
    Mbuf packet = socket.receiveBuffer.take(user, deadlineNanos);
    if (packet != null) {
      packet.free();
    }
    return user.taken;
  }

  /** Sends; how it ended. */
  Errno send(int bytes, long deadlineNanos) {
    Mbuf packet = packet(bytes);
    Errno errno = socket.sendBuffer.append(socket.sockets.current(), packet, deadlineNanos);
    if (errno != Errno.OK) {
      packet.free();
    }
    return errno;
  }
}
