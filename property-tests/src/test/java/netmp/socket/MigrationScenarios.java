package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import netmp.adversary.Scenario;
import netmp.adversary.ScenarioRun;
import netmp.exec.Execution.Kind;
import netmp.mbuf.MbufPool;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.msg.PortOwner;
import netmp.msg.SyncMessage;
import netmp.msg.WatchedPort;
import netmp.pcb.Inpcb;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sockbuf.Design;

/**
 * A datagram socket moves, also in vain and home again, while a sender that waits for no reply puts
 * one request after the other: they are carried out in that order. The sender is a thread for each
 * request, which begins when the one before has been put.
 */
public final class MigrationScenarios {

  private static final int CPUS = 3;

  /** The first move is refused where it goes to, the second is not. */
  private static final List<List<Integer>> MOVES = List.of(List.of(1, 0), List.of(2));

  private MigrationScenarios() {}

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        new Scenario("D34", with(Planted.D34), with(Planted.NONE)),
        new Scenario("D35", with(Planted.D35), with(Planted.NONE)),
        new Scenario("D63", with(Planted.D63), with(Planted.NONE)));
  }

  private static Scenario.Setup with(Planted planted) {
    return run -> new Run(planted, run, 3, MOVES).start();
  }

  /** One move, and one request. */
  public static Scenario.Setup oneMove() {
    return run -> new Run(Planted.NONE, run, 1, List.of(List.of(1))).start();
  }

  /** What is planted in so_port. */
  private enum Planted {
    NONE,
    /** Nobody waits for the marker. */
    D34,
    /** A sender reads so_port and puts in two steps. */
    D35,
    /** The CPU from which the socket goes home does not wait for the marker. */
    D63
  }

  /** One run. */
  private static final class Run {
    private final Planted planted;
    private final ScenarioRun run;
    private final List<WatchedPort> ports = new ArrayList<>();
    private final Request[] requests;
    private final List<List<Integer>> moves;
    private final List<Integer> carriedOut = new ArrayList<>();
    private final Queue<Integer> route = new ArrayDeque<>();
    private int put;

    Run(Planted planted, ScenarioRun run, int number, List<List<Integer>> moves) {
      this.planted = planted;
      this.run = run;
      this.requests = new Request[number];
      this.moves = moves;
      run.atEnd(
          () ->
              assertThat(carriedOut)
                  .as("requests in the order of their execution")
                  .isEqualTo(IntStream.range(0, number).boxed().toList()));
    }

    private void watch(Message message) {
      if (put < requests.length && message.equals(requests[put])) {
        put++;
        startSender();
      }
    }

    @SuppressWarnings("unchecked")
    private Protocol<DatagramSocket> protocol() {
      MessagePort port = new WatchedPort(run, this::watch);
      ports.add((WatchedPort) port);
      return (Protocol<DatagramSocket>)
          Proxy.newProxyInstance(
              Protocol.class.getClassLoader(),
              new Class<?>[] {Protocol.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "port" -> port;
                    case "isReplicated" -> false;
                    case "connecting" -> route.isEmpty() ? Protocol.STAYS : route.poll();
                    case "attach" -> {
                      ((DatagramSocket) arguments[0]).setPcb(new Inpcb<>(null));
                      yield Errno.OK;
                    }
                    case "setOption" -> {
                      carriedOut.add((Integer) arguments[2]);
                      yield Errno.OK;
                    }
                    default -> Errno.OK;
                  });
    }

    /** With or without a defect. */
    private final class PlantedSoPort extends MigratingSoPort<DatagramSocket> {

      PlantedSoPort(List<Protocol<DatagramSocket>> protocols) {
        super(protocols, run.execution, Probes.OFF, 0);
      }

      @Override
      void send(SyncMessage request) {
        if (planted == Planted.D35) {
          MessagePort port = port();
          run.execution.switchPoint();
          request.send(port);
        } else {
          super.send(request);
        }
      }

      @Override
      boolean parks(Request request, MessagePort here) {
        return switch (planted) {
          case D34 -> false;
          case D63 -> isAt(cpu(here)) && super.parks(request, here);
          default -> super.parks(request, here);
        };
      }
    }

    private void serve(int cpu) {
      MessagePort port = ports.get(cpu);
      port.setOwner(Thread.currentThread());
      PortOwner.serve(port, run.execution);
    }

    void start() {
      List<Protocol<DatagramSocket>> protocols =
          IntStream.range(0, CPUS).mapToObj(cpu -> protocol()).toList();
      Sockets sockets =
          new Sockets(
              run.execution,
              run.probes,
              Design.CUPHOLDER,
              UdpDesign.TOMBSTONE,
              MbufPool.forManyThreads(1, 3),
              protocols,
              List.of(),
              List.of()) {
            @Override
            SoPort<DatagramSocket> soPort() {
              return new PlantedSoPort(protocols);
            }
          };
      for (int cpu = 0; cpu < CPUS; cpu++) {
        int served = cpu;
        run.execution.start("p" + cpu, Kind.PROTOCOL, () -> serve(served));
      }
      run.execution.start("u0", Kind.USER, () -> use(sockets.open()));
    }

    private DatagramSocket socket;

    private void use(DatagramSocket opened) {
      socket = opened;
      startSender();
      for (List<Integer> move : moves) {
        route.addAll(move);
        socket.ask(Request.Kind.CONNECT);
      }
    }

    /** Of the next request. */
    private void startSender() {
      if (put < requests.length) {
        int number = put;
        Request request = new Request(run.execution);
        request.option = SocketOption.IP_TTL;
        request.value = number;
        requests[number] = request;
        run.execution.start(
            "u" + (number + 1),
            Kind.USER,
            () -> request.ask(Request.Kind.CTLOUTPUT, socket, socket.soPort()));
      }
    }
  }
}
