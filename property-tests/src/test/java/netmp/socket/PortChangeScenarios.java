package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import netmp.action.StackProbe;
import netmp.adversary.Scenario;
import netmp.adversary.ScenarioRun;
import netmp.exec.Execution.Kind;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.msg.PortOwner;
import netmp.msg.ReceiptPort;
import netmp.pcb.Inpcb;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sockbuf.Design;

/**
 * A socket moves from CPU to CPU while others ask and close. The protocol instances here know on
 * which CPU the control block is linked.
 */
public final class PortChangeScenarios {

  private static final int CPUS = 3;
  private static final int NOWHERE = -1;

  private PortChangeScenarios() {}

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        new Scenario("D29", with(Planted.D29), PortChangeScenarios::sound),
        new Scenario("D30", with(Planted.D30), PortChangeScenarios::sound),
        new Scenario("D30-receipt", with(Planted.D30_RECEIPT), PortChangeScenarios::sound),
        new Scenario("D30-late", with(Planted.D30_LATE), PortChangeScenarios::sound));
  }

  /** What is found shall be that a request is carried out where the socket is not. */
  private static Scenario.Setup with(Planted planted) {
    return run -> {
      run.withoutJudge();
      new Run(planted, run).start();
    };
  }

  /** As the code has it. */
  static void sound(ScenarioRun run) {
    new Run(Planted.NONE, run).start();
  }

  /** What is planted in so_port. */
  private enum Planted {
    NONE,
    /** The new CPU is named before the request is on its port. */
    D29,
    /** Nothing is said until the request has come to the new CPU. */
    D30,
    /** The new CPU is named when the request is on its port, in one step with the put. */
    D30_RECEIPT,
    /** The same by the old CPU, some time after the put. */
    D30_LATE
  }

  /** One run. */
  private static final class Run {
    private final Planted planted;
    private final ScenarioRun run;
    private final DeterministicExecution execution;
    private final Probes probes;
    private final List<ReceiptPort> ports = new ArrayList<>();
    private final List<String> misplaced = new ArrayList<>();
    private int linked;

    Run(Planted planted, ScenarioRun run) {
      this.planted = planted;
      this.run = run;
      execution = run.execution;
      probes = run.probes;
      run.atEnd(() -> assertThat(misplaced).as("misplaced").isEmpty());
    }

    @SuppressWarnings("unchecked")
    private Protocol<DatagramSocket> protocol(int cpu) {
      ReceiptPort port = new ReceiptPort(run);
      ports.add(port);
      return (Protocol<DatagramSocket>)
          Proxy.newProxyInstance(
              Protocol.class.getClassLoader(),
              new Class<?>[] {Protocol.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("port")) {
                  return port;
                }
                if (method.getReturnType() == boolean.class) {
                  return false;
                }
                if (method.getName().equals("binding")) {
                  return arguments[1];
                }
                carryOut(method.getName(), cpu, arguments);
                return method.getReturnType() == int.class ? 0 : Errno.OK;
              });
    }

    private void carryOut(String request, int cpu, Object[] arguments) {
      switch (request) {
        case "attach" -> ((DatagramSocket) arguments[0]).setPcb(new Inpcb<>(null));
        case "bind" -> linked = cpu;
        case "detach" -> ((DatagramSocket) arguments[0]).setPcb(null);
        default -> {}
      }
      if (linked != cpu) {
        misplaced.add(request + " on " + cpu + ", linked on " + linked);
      }
    }

    /** so_port that unlinks when the socket leaves, with or without a defect. */
    private final class WatchedSoPort extends SoPort<DatagramSocket> {
      private final int traced;
      private int from;
      private int goesTo;

      WatchedSoPort(List<Protocol<DatagramSocket>> protocols, int traced) {
        super(protocols, probes, traced);
        this.traced = traced;
      }

      @Override
      MessagePort leave(int cpu) {
        linked = NOWHERE;
        from = cpu();
        goesTo = cpu;
        if (planted == Planted.NONE) {
          return super.leave(cpu);
        }
        if (planted == Planted.D29) {
          store(cpu, cpu);
        }
        Probes.hit(probes, StackProbe.LEAVE, traced, from, cpu);
        if (planted == Planted.D30_RECEIPT) {
          ports.get(cpu).setReceipt(() -> store(cpu, cpu));
        } else if (planted == Planted.D30_LATE) {
          ports.get(cpu).setReceipt(() -> storeLate(cpu));
        }
        return ports.get(cpu);
      }

      private void storeLate(int cpu) {
        execution.switchPoint();
        store(cpu, cpu);
      }

      @Override
      void arrive() {
        if (planted == Planted.NONE) {
          super.arrive();
          return;
        }
        if (planted == Planted.D30) {
          store(goesTo, goesTo);
        }
        Probes.hit(probes, StackProbe.ARRIVE, traced, from, goesTo);
      }
    }

    private void serve(int cpu) {
      MessagePort port = ports.get(cpu);
      port.setOwner(Thread.currentThread());
      PortOwner.serve(port, execution);
    }

    /** A user binds the socket to one CPU after the other; another asks; the third closes it. */
    void start() {
      List<Protocol<DatagramSocket>> protocols =
          IntStream.range(0, CPUS).mapToObj(this::protocol).toList();
      MbufPool pool = MbufPool.forManyThreads(1, 3);
      Sockets sockets =
          new Sockets(
              execution,
              probes,
              Design.CUPHOLDER,
              UdpDesign.LOCAL_PORT,
              pool,
              protocols,
              List.of(),
              List.of()) {
            @Override
            SoPort<DatagramSocket> soPort() {
              return new WatchedSoPort(protocols, probes.newObject("so_port"));
            }
          };
      for (int cpu = 0; cpu < CPUS; cpu++) {
        int served = cpu;
        execution.start("p" + cpu, Kind.PROTOCOL, () -> serve(served));
      }
      execution.start("u1", Kind.USER, () -> use(sockets, sockets.open()));
    }

    private void use(Sockets sockets, DatagramSocket socket) {
      execution.start(
          "u2",
          Kind.USER,
          () -> {
            for (int i = 0; i < 3; i++) {
              socket.ask(Request.Kind.SOCKADDR);
            }
          });
      execution.start("u3", Kind.USER, () -> socket.ask(Request.Kind.DETACH));
      for (int cpu : new int[] {1, 0, 2}) {
        sockets.current().request.cpu = cpu;
        socket.ask(Request.Kind.BIND);
      }
    }
  }
}
