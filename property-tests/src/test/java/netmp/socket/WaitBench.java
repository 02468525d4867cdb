package netmp.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import netmp.exec.Execution.Kind;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.msg.PortOwner;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sockbuf.Design;
import netmp.trace.SimTrace;
import netmp.trace.TraceWriter;

/** One socket without a protocol, its owner, and users, under a schedule; the trace is judged. */
final class WaitBench {

  private static final long STEP_LIMIT = 20_000;

  /** What the users do. */
  @FunctionalInterface
  interface Scenario {

    /** Starts them; runs on a user thread. */
    void start(WaitBench bench);
  }

  /**
   * What became of a run.
   *
   * @param findings everything that is wrong
   * @param trace the trace's text
   */
  record Verdict(List<String> findings, String trace) {}

  /** Runs a message's body on the owner. */
  private static final class Order extends Message {
    private final Runnable body;

    Order(Runnable body) {
      this.body = body;
    }

    @Override
    protected void dispatch() {
      body.run();
    }
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

  final DeterministicExecution execution;
  final Socket socket;
  private final MessagePort port;
  private final SoPort<DatagramSocket> soPort;
  private final MbufPool pool = MbufPool.forManyThreads(32, 1);

  /** Whether the owner takes what is in the send buffer when it is told to look. */
  private boolean draining = true;

  private WaitBench(ScheduleChooser chooser, TraceWriter writer, WaiterList.Factory waiterLists) {
    execution = new DeterministicExecution(chooser, STEP_LIMIT);
    Probes probes = new SimTrace(execution, writer).probes("A");
    port = new MessagePort(execution, probes);
    soPort = new SoPort<>(List.of(protocol()), Probes.OFF, 0);
    socket =
        new BenchSocket(
            new Sockets(
                execution, probes, Design.CUPHOLDER, pool, List.of(), List.of(), waiterLists));
    port.setOwner(execution.start("A.p0", Kind.PROTOCOL, this::serve));
  }

  static Verdict run(
      Function<String, List<String>> judge,
      ScheduleChooser chooser,
      WaiterList.Factory waiterLists,
      Scenario scenario) {
    ByteArrayOutputStream trace = new ByteArrayOutputStream();
    Result result;
    try (TraceWriter writer = new TraceWriter(trace, new TraceWriter.Header("wait", 0, false, 1))) {
      WaitBench bench = new WaitBench(chooser, writer, waiterLists);
      bench.user("A.main", () -> scenario.start(bench));
      result = bench.execution.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> findings = new ArrayList<>();
    if (!result.completed()) {
      findings.add(result.outcome() + " " + result.detail());
    }
    String text = trace.toString(StandardCharsets.UTF_8);
    findings.addAll(judge.apply(text));
    return new Verdict(findings, text);
  }

  private void serve() {
    PortOwner.serve(port, execution);
  }

  Thread user(String name, Runnable body) {
    return execution.start(name, Kind.USER, body);
  }

  /** The owner does something. */
  void order(Runnable body) {
    port.put(new Order(body));
  }

  /** Lets virtual time pass, in nanoseconds. */
  void rest(long nanos) {
    long deadline = execution.nanoTime() + nanos;
    while (execution.nanoTime() < deadline) {
      execution.parkUntil(deadline);
    }
  }

  private Mbuf packet(int bytes) {
    Mbuf packet = pool.alloc();
    packet.extend(bytes);
    return packet;
  }

  /** A packet comes; on the calling thread, which should be the owner. */
  void append(int bytes) {
    Mbuf packet = packet(bytes);
    if (!socket.receiveBuffer.append(packet)) {
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

  /** Receives; how it ended, OK with a packet or at the end of file. */
  Errno receive(long deadlineNanos) {
    UserThread user = socket.sockets.current();
    Mbuf packet = socket.receiveBuffer.take(user, soPort, deadlineNanos);
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
