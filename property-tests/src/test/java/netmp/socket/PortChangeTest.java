package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import netmp.adversary.SpecJudge;
import netmp.exec.Execution.Kind;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.msg.PortOwner;
import netmp.pcb.Inpcb;
import netmp.probe.Probe;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sockbuf.Design;
import netmp.trace.SimTrace;
import netmp.trace.TraceWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A socket moves from CPU to CPU while others ask and close, under many schedules. The protocol
 * instances here know on which CPU the control block is linked, and the traces are judged by the
 * specifications.
 */
class PortChangeTest {

  private static final int CPUS = 3;
  private static final int SCHEDULES = 100;
  private static final long STEP_LIMIT = 100_000;
  private static final int NOWHERE = -1;

  private static SpecJudge judge;

  @BeforeAll
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  /** What is planted in so_port. */
  enum Planted {
    NONE,
    /** The new CPU is named before the request is on its port. */
    D29,
    /** Nothing is said until the request has come to the new CPU. */
    D30
  }

  /** One run. */
  private static final class Run {
    private final Planted planted;
    private final DeterministicExecution execution;
    private final ByteArrayOutputStream trace = new ByteArrayOutputStream();
    private final Probes probes;
    private final List<MessagePort> ports = new ArrayList<>();
    private final List<String> misplaced = new ArrayList<>();
    private final long seed;
    private int linked;

    Run(Planted planted, long seed) {
      this.planted = planted;
      this.seed = seed;
      execution =
          new DeterministicExecution(
              ScheduleChooser.uniform(new SplittableRandom(seed)), STEP_LIMIT);
      probes =
          new SimTrace(
                  execution,
                  new TraceWriter(trace, new TraceWriter.Header("portchange", seed, false, CPUS)))
              .probes("A");
    }

    @SuppressWarnings("unchecked")
    private Protocol<DatagramSocket> protocol(int cpu) {
      MessagePort port = new MessagePort(execution, probes);
      ports.add(port);
      return (Protocol<DatagramSocket>)
          Proxy.newProxyInstance(
              Protocol.class.getClassLoader(),
              new Class<?>[] {Protocol.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("port")) {
                  return port;
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
        int named = planted == Planted.D29 ? cpu : from;
        store(named, named);
        Probes.hit(probes, Probe.LEAVE, traced, from, cpu);
        return ports.get(cpu);
      }

      @Override
      void arrive() {
        if (planted == Planted.NONE) {
          super.arrive();
          return;
        }
        store(goesTo, goesTo);
        Probes.hit(probes, Probe.ARRIVE, traced, from, goesTo);
      }
    }

    private void serve(int cpu) {
      MessagePort port = ports.get(cpu);
      port.setOwner(Thread.currentThread());
      PortOwner.serve(port, execution);
    }

    /** A user binds the socket to one CPU after the other; another asks; the third closes it. */
    Result go() {
      List<Protocol<DatagramSocket>> protocols =
          IntStream.range(0, CPUS).mapToObj(this::protocol).toList();
      MbufPool pool = MbufPool.forManyThreads(1, 3);
      Sockets sockets =
          new Sockets(execution, probes, Design.CUPHOLDER, pool, protocols, List.of()) {
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
      return execution.run();
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

    List<String> findings() {
      Result result = go();
      List<String> findings = new ArrayList<>(misplaced);
      if (!result.completed()) {
        findings.add(seed + ": " + result.outcome() + " " + result.detail());
      }
      findings.addAll(judge.judge(trace.toString(StandardCharsets.UTF_8)));
      return findings;
    }
  }

  @Test
  void everyRequestIsCarriedOutWhereTheSocketIs() {
    boolean chased = false;
    for (long seed = 0; seed < SCHEDULES; seed++) {
      Run run = new Run(Planted.NONE, seed);
      assertThat(run.findings()).as("seed %d", seed).isEmpty();
      chased |= run.trace.toString(StandardCharsets.UTF_8).contains("\"Chase\"");
    }
    assertThat(chased).as("some request was chased").isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedDefectIsFoundAndRepeated(Planted planted) {
    for (long seed = 0; seed < SCHEDULES; seed++) {
      Run run = new Run(planted, seed);
      run.go();
      if (!run.misplaced.isEmpty()) {
        assertThat(judge.judge(run.trace.toString(StandardCharsets.UTF_8)))
            .as("the trace betrays it too")
            .isNotEmpty();
        Run again = new Run(planted, seed);
        again.go();
        assertThat(again.misplaced).isEqualTo(run.misplaced);
        assertThat(again.trace.toByteArray()).isEqualTo(run.trace.toByteArray());
        return;
      }
    }
    assertThat(planted).as("found").isNull();
  }
}
