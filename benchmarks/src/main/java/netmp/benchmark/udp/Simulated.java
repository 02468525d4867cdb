package netmp.benchmark.udp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sim.Result;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.stats.Counter;
import netmp.stats.DropReason;

/**
 * One run on simulated processors: the stack of an {@link AccessLoader}, and users who read. Each
 * flow has a window of datagrams on their way; a user who has received one lets the device have the
 * next of its flow at once. So nothing is lost, and all are as fast as the slowest part lets them.
 *
 * <p>What comes and goes are types of the JDK, for the caller has other classes of the same names.
 */
public final class Simulated implements Function<String[], Map<String, Double>> {

  private static final int HOST = IpAddress.parse("10.0.0.1");
  private static final int FIRST_PORT = 7168; // CPU 0 owns it, the next one CPU 1, ...
  private static final int RING = 64;
  private static final int BUFFERS = 256;
  private static final int ROOM = 1 << 20;

  /** Datagrams of a flow on their way. */
  private static final int WINDOW = 8;

  /** Datagrams that are received before and while it is counted: in all, and of each flow. */
  private static final int WARM_UP = 400;

  private static final int WARM_UP_OF_FLOW = 40;
  private static final int COUNTED = 2000;
  private static final int COUNTED_OF_FLOW = 400;

  /** Ticks after which a run has failed: datagrams were lost, and so their flow's window is. */
  private static final long LONGEST_RUN = 1_000_000_000;

  /** Ticks between two frames of a flood. */
  private static final int PACE = 500;

  private final Processors processors = new Processors();
  private final List<DatagramSocket> sockets = new ArrayList<>();
  private final List<Frames> flows = new ArrayList<>();
  private Traffic traffic;
  private NetStack stack;
  private Nic nic;
  private int cpus;
  private int warmUp;
  private int total;
  private Thread boss;
  private int reading;

  private int received;
  private int[] lastNumber;
  private int[] ofFlow;
  private int[] sent;
  private Accesses.Counts counts;
  private long begin;
  private long end;
  private LongSummaryStatistics cpuTicks;
  private LongSummaryStatistics readerTicks;
  private long latency;
  private long outOfOrder;
  private long waiting;
  private long mostWaiting;

  /** For the caller's loader. */
  public Simulated() {}

  /** The arguments: the design, the traffic, how many CPUs. The result: {@link Figure} by name. */
  @Override
  public Map<String, Double> apply(String[] arguments) {
    Simulated run = new Simulated();
    run.traffic = Traffic.valueOf(arguments[1]);
    run.open(UdpDesign.valueOf(arguments[0]), Integer.parseInt(arguments[2]));
    return run.run();
  }

  private void open(UdpDesign design, int queues) {
    Accesses.reset();
    cpus = queues;
    nic = new Nic("A", 0x0200_0000_0001L, cpus, RING);
    NetworkInterface nif = new NetworkInterface("A", nic.macAddress(), HOST, 8, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1))
            .withBuffers(BUFFERS)
            .withUdp(design)
            .withProbes(new Probes(processors));
    stack = new NetStack("A", config, nic, processors);
    stack.start();
    for (Traffic.Way way : traffic.ways(cpus)) {
      flows.add(new Frames(nic, flows.size(), way.cpu(), HOST, FIRST_PORT + way.socket()));
    }
    lastNumber = new int[flows.size()];
    ofFlow = new int[flows.size()];
    sent = new int[flows.size()];
    warmUp = Math.max(WARM_UP, flows.size() * WARM_UP_OF_FLOW);
    total = warmUp + Math.max(COUNTED, flows.size() * COUNTED_OF_FLOW);
  }

  private Map<String, Double> run() {
    boss = processors.start("boss", Execution.Kind.USER, () -> unchecked(this::direct));
    Result result = processors.run();
    if (!result.completed()) {
      throw new IllegalStateException(result.outcome() + ": " + result.detail());
    }
    return figures();
  }

  private interface Body {
    void run() throws SocketError;
  }

  private static void unchecked(Body body) {
    try {
      body.run();
    } catch (SocketError e) {
      if (e.errno() != Errno.EBADF) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void direct() throws SocketError {
    for (int i = 0; i < traffic.sockets(cpus); i++) {
      DatagramSocket socket = stack.datagramSocket();
      if (!traffic.floods()) {
        socket.setOption(SocketOption.SO_RCVBUF, ROOM);
      }
      socket.bind(0, FIRST_PORT + i);
      if (traffic == Traffic.CONNECTED) {
        socket.connect(flows.get(i).address, flows.get(i).port);
      }
      sockets.add(socket);
      reading++;
      processors.start("reader" + i, Execution.Kind.USER, () -> readToTheEnd(socket));
    }
    if (traffic.floods()) {
      processors.start("wire", Execution.Kind.USER, this::flood);
    } else {
      begin();
    }
    if (traffic == Traffic.MOVING) {
      processors.start("mover", Execution.Kind.USER, () -> unchecked(this::move));
    }
    while (received < total) {
      processors.parkUntil(LONGEST_RUN);
      if (processors.nanoTime() >= LONGEST_RUN) {
        throw new IllegalStateException(
            received + " of " + total + " datagrams came, dropped " + drops());
      }
    }
    for (DatagramSocket socket : sockets) {
      socket.close();
    }
    while (reading > 0) { // a reader may be waiting for the stack's reply
      processors.park();
    }
    stack.stop();
  }

  private String drops() {
    StringBuilder drops = new StringBuilder();
    for (DropReason reason : DropReason.values()) {
      long count = stack.statistics().get(reason);
      drops.append(count > 0 ? reason + " " + count + " " : "");
    }
    return drops + "in the device " + nic.counters().rxNoBuffer();
  }

  /** The device gets the first window of every flow. */
  private void begin() {
    for (int i = 0; i < WINDOW; i++) {
      for (int flow = 0; flow < flows.size(); flow++) {
        send(flow);
      }
    }
  }

  private void flood() {
    Accesses.become(null);
    for (int flow = 0; received < total; flow = (flow + 1) % flows.size()) {
      for (int i = traffic.frames(flow, flows.size()); i > 0 && received < total; i--) {
        sent[flow] += isCounted() ? 1 : 0;
        flows.get(flow).next(processors.nanoTime());
        processors.pause(PACE);
      }
    }
  }

  private void move() throws SocketError {
    Frames peer = flows.getFirst();
    while (received < total) {
      sockets.getFirst().connect(peer.address, peer.port);
      sockets.getFirst().disconnect();
    }
  }

  private boolean isCounted() {
    return received >= warmUp && received < total;
  }

  private void send(int flow) {
    Processor self = Accesses.become(null);
    flows.get(flow).next(processors.nanoTime());
    Accesses.become(self);
  }

  private void readToTheEnd(DatagramSocket socket) {
    unchecked(() -> read(socket));
    reading--;
    processors.unpark(boss);
  }

  private void read(DatagramSocket socket) throws SocketError {
    Datagram datagram = new Datagram(Frames.LENGTH);
    while (socket.receive(datagram)) {
      int flow = Frames.flow(datagram.data());
      if (isCounted()) {
        note(flow, datagram.data());
      }
      lastNumber[flow] = Math.max(lastNumber[flow], Frames.number(datagram.data()));
      received++;
      if (received == warmUp) {
        counts = Accesses.restart();
        begin = processors.nanoTime();
        processors.takeBusy(Execution.Kind.PROTOCOL);
        processors.takeBusy(Execution.Kind.USER);
      } else if (received == total) {
        end = processors.nanoTime();
        cpuTicks = processors.takeBusy(Execution.Kind.PROTOCOL);
        readerTicks = processors.takeBusy(Execution.Kind.USER);
        Accesses.restart();
        processors.unpark(boss);
      }
      if (received < total && !traffic.floods()) {
        send(flow);
      }
    }
  }

  private void note(int flow, byte[] data) {
    ofFlow[flow]++;
    latency += processors.nanoTime() - Frames.time(data);
    outOfOrder += Frames.number(data) < lastNumber[flow] ? 1 : 0;
    Processor self = Accesses.become(null);
    long here = stack.statistics().get(Counter.UDP_DELIVERED) - received;
    Accesses.become(self);
    waiting += here;
    mostWaiting = Math.max(mostWaiting, here);
  }

  private Map<String, Double> figures() {
    double datagrams = total - warmUp;
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.RATE, 1e3 * datagrams / (end - begin));
    figures.put(Figure.CPU_TICKS, cpuTicks.getSum() / datagrams);
    figures.put(Figure.READER_TICKS, readerTicks.getSum() / datagrams);
    figures.put(Figure.BUSIEST, 100.0 * cpuTicks.getMax() / (end - begin));
    figures.put(Figure.PACKETS, counts.packets / datagrams);
    figures.put(Figure.MESSAGES, counts.messages / datagrams);
    figures.put(Figure.ACCESSES, counts.accesses / datagrams);
    figures.put(Figure.MOVES, counts.moves / datagrams);
    figures.put(Figure.WRITTEN, counts.foreignWrites / datagrams);
    figures.put(Figure.WAKES, counts.wakes / datagrams);
    figures.put(Figure.PORT, counts.puts == 0 ? 0 : (double) counts.queued / counts.puts);
    figures.put(Figure.LONGEST_PORT, (double) counts.longest);
    figures.put(Figure.SOCKBUF, waiting / datagrams / sockets.size());
    figures.put(Figure.LONGEST_SOCKBUF, (double) mostWaiting / sockets.size());
    figures.put(Figure.LATENCY, latency / datagrams);
    figures.put(Figure.OUT_OF_ORDER, 100 * outOfOrder / datagrams);
    boolean loud = traffic == Traffic.LOUD;
    int[] quiet = loud ? Arrays.copyOfRange(ofFlow, 1, ofFlow.length) : ofFlow;
    figures.put(Figure.FAIRNESS, jain(quiet));
    figures.put(
        Figure.SERVED,
        100.0 * IntStream.of(quiet).sum() / (IntStream.of(sent).sum() - (loud ? sent[0] : 0)));
    Map<String, Double> byName = new HashMap<>();
    figures.forEach((figure, value) -> byName.put(figure.name(), value));
    return byName;
  }

  /** Jain's index (DEC-TR-301, 1984): 1 if all have the same, 1/n if one has all. */
  static double jain(int[] shares) {
    double sum = 0;
    double squares = 0;
    for (int share : shares) {
      sum += share;
      squares += (double) share * share;
    }
    return sum * sum / (shares.length * squares);
  }
}
