package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import netmp.adversary.Scenario;
import netmp.adversary.ScenarioRun;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import netmp.sockbuf.PlantedCpuSockbufs;
import netmp.sockbuf.PlantedCpuSockbufs.Planted;

/** Two CPUs append to one receive buffer; users wait for what they append. */
public final class CpuReceiveScenarios {

  private static final int CPUS = 2;
  private static final int PACKETS = 2;
  private static final int LENGTH = 6;

  private CpuReceiveScenarios() {}

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        new Scenario("D39", waiting(Planted.D39), waiting(Planted.NONE)),
        new Scenario("D40", telling(false), telling(true)),
        new Scenario("D41", filling(Planted.D41), filling(Planted.NONE)));
  }

  /** Each CPU appends some, and two users take them all. */
  private static Scenario.Setup waiting(Planted planted) {
    return run -> {
      Bench bench = new Bench(run, planted, true, 1000);
      run.user("u0", bench::appendAll);
      for (int user = 1; user <= 2; user++) {
        run.user("u" + user, () -> bench.take(CPUS * PACKETS / 2));
      }
    };
  }

  /** A CPU that does not own the socket appends what a user waits for. */
  private static Scenario.Setup telling(boolean looksAgain) {
    return run -> {
      Bench bench = new Bench(run, Planted.NONE, looksAgain, 1000);
      run.user("u0", () -> bench.append(1));
      run.user("u1", () -> bench.take(1));
    };
  }

  /** There is room for one packet, and each CPU has some. */
  private static Scenario.Setup filling(Planted planted) {
    return run -> {
      Bench bench = new Bench(run, planted, true, 2 * LENGTH - 1);
      run.user("u0", bench::appendAll);
      run.atEnd(() -> assertThat(bench.buffer.bytesEstimate()).isEqualTo(LENGTH));
    };
  }

  /** A socket's receive buffer and the threads that fill it. */
  private static final class Bench {
    private final ScenarioRun run;
    private final List<MessagePort> ports = new ArrayList<>();
    private final MbufPool pool = MbufPool.forManyThreads(16, 1);
    private final Sockets sockets;
    private CpuReceiveBuffer buffer;

    Bench(ScenarioRun run, Planted planted, boolean looksAgain, int highWater) {
      this.run = run;
      run.withoutJudge();
      List<Protocol<DatagramSocket>> protocols =
          IntStream.range(0, CPUS).mapToObj(this::protocol).toList();
      sockets =
          new Sockets(
              run.execution,
              run.probes,
              Design.CUPHOLDER,
              UdpDesign.N_SOCKBUFS,
              pool,
              protocols,
              List.of(),
              List.of()) {
            @Override
            ReceiveBuffer receiveBuffer(Socket socket) {
              buffer = planted(socket, planted, looksAgain, highWater);
              return buffer;
            }
          };
      new DatagramSocket(sockets);
    }

    private CpuReceiveBuffer planted(
        Socket socket, Planted planted, boolean looksAgain, int highWater) {
      int traced = run.probes.newObject("so_rcvq");
      PlantedCpuSockbufs sockbufs =
          new PlantedCpuSockbufs(
              planted,
              CPUS,
              cpu ->
                  Design.CUPHOLDER.create(
                      highWater, run.probes, run.probes.newObject("rcvq.cupholder")),
              highWater,
              run.probes,
              traced);
      return new CpuReceiveBuffer(
          socket, sockbufs, run.execution.newLock(), WaiterList::new, run.probes, traced) {
        // The owner may be preempted before.
        @Override
        void arm() {
          run.execution.switchPoint();
          super.arm();
        }

        @Override
        boolean looksAgain(int want) {
          return looksAgain && super.looksAgain(want);
        }
      };
    }

    @SuppressWarnings("unchecked")
    private Protocol<DatagramSocket> protocol(int cpu) {
      MessagePort port = run.port("p" + cpu);
      ports.add(port);
      return (Protocol<DatagramSocket>)
          Proxy.newProxyInstance(
              Protocol.class.getClassLoader(),
              new Class<?>[] {Protocol.class},
              (proxy, method, arguments) -> port);
    }

    void appendAll() {
      for (int i = 0; i < CPUS * PACKETS; i++) {
        append(i % CPUS);
      }
      run.rest(1_000_000);
    }

    private void append(int cpu) {
      ScenarioRun.order(
          ports.get(cpu),
          () -> {
            Mbuf packet = pool.alloc();
            packet.extend(LENGTH);
            if (!buffer.append(cpu, packet)) {
              packet.free();
            }
          });
    }

    void take(int packets) {
      UserThread user = sockets.current();
      for (int i = 0; i < packets; i++) {
        buffer.take(user, Long.MAX_VALUE).free();
      }
    }
  }
}
