package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netmp.exec.Execution;
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketOption;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of a receive buffer with a sockbuf for each CPU: how much one of them holds is what was set. */
class HighWaterTraceTest {

  private static RecordedRun run;

  @BeforeAll
  static void run() throws Exception {
    run =
        RecordedRun.of(
            SimRun.plain(new RaisedAndLowered(), 2, 1, Design.CUPHOLDER, UdpDesign.N_SOCKBUFS));
  }

  /** More than fits at first is received; and then the mark is lowered below what is there. */
  private record RaisedAndLowered() implements Workload {
    private static final int PORT = 9;
    private static final int LENGTH = 1400;
    private static final int DATAGRAMS = 80;

    @Override
    public String name() {
      return "raised-and-lowered";
    }

    @Override
    public String summary() {
      return "SO_RCVBUF is set while datagrams come";
    }

    @Override
    public void start(Bench bench) {
      bench.connectAandB();
      bench.user("B.u0", () -> receive(bench));
    }

    private static void receive(Bench bench) throws Exception {
      try (DatagramSocket sink = bench.b().stack().datagramSocket()) {
        sink.bind(0, PORT);
        sink.setOption(SocketOption.SO_RCVBUF, 200_000);
        bench.user("A.u1", () -> send(bench));
        await(bench, DATAGRAMS);
        sink.setOption(SocketOption.SO_RCVBUF, 1000);
        bench.user("A.u2", () -> send(bench));
        await(bench, 2 * DATAGRAMS);
        Datagram datagram = new Datagram(LENGTH);
        int read = 0;
        while (sink.receiveNow(datagram)) {
          read++;
        }
        assertThat(read).isEqualTo(DATAGRAMS);
      }
      bench.settle();
    }

    private static void send(Bench bench) throws Exception {
      try (DatagramSocket socket = bench.a().stack().datagramSocket()) {
        socket.connect(bench.b().address(), PORT);
        for (int i = 1; i <= DATAGRAMS; i++) {
          socket.send(new byte[LENGTH], 0, LENGTH);
          bench.execution().parkUntil(bench.execution().nanoTime() + 1_000_000);
        }
      }
    }

    private static void await(Bench bench, long datagrams) {
      Execution execution = bench.execution();
      while (bench.b().stack().statistics().get(Counter.UDP_DELIVERED)
              + bench.b().stack().statistics().get(DropReason.UDP_FULL_SOCKBUF)
          < datagrams) {
        execution.parkUntil(execution.nanoTime() + 1_000_000);
      }
    }
  }

  @Test
  void theRunItselfIsValid() throws Exception {
    assertThat(RecordedRun.judge(run.trace())).isEmpty();
  }

  @Test
  void whatIsAboveTheMarkIsRefused() throws Exception {
    List<String> lower =
        run.trace().stream().map(line -> line.replace("[200000]", "[100000]")).toList();
    assertThat(RecordedRun.judge(lower).orElseThrow().spec()).isEqualTo("sockbuf/bytecount");
  }
}
