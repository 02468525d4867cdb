package netmp.pcb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PcbDirectoryTest {

  private static final int ME = 0x0a000001;
  private static final int PEER = 0x0a000002;
  private static final int PORT = 4;
  private static final int FAR = 9;

  private final PcbDirectory directory = PcbDirectory.kept();
  private final PcbTable<String> table = new PcbTable<>(0, 1, new Random(1), directory);

  @Test
  void theWholeTupleBeforeTheAddressBeforeThePort() {
    directory.enter("any", Inpcb.ANY, PORT, Inpcb.ANY, 0);
    assertThat(directory.find(ME, PORT, PEER, FAR)).containsExactly("any");
    directory.enter("mine", ME, PORT, Inpcb.ANY, 0);
    assertThat(directory.find(ME, PORT, PEER, FAR)).containsExactly("mine");
    directory.enter("whole", ME, PORT, PEER, FAR);
    assertThat(directory.find(ME, PORT, PEER, FAR)).containsExactly("whole");
    assertThat(directory.find(ME, PORT, PEER, FAR + 1)).containsExactly("mine");
    assertThat(directory.find(ME, PORT + 1, PEER, FAR)).isEmpty();
  }

  @Test
  void whatEveryCpuEntersIsNamedOnceUntilTheLastOneTakesItOut() {
    for (int cpu = 0; cpu < 2; cpu++) {
      directory.enter("listener", Inpcb.ANY, PORT, Inpcb.ANY, 0);
    }
    directory.leave("listener", Inpcb.ANY, PORT, Inpcb.ANY, 0);
    assertThat(directory.find(ME, PORT, PEER, FAR)).containsExactly("listener");
    directory.leave("listener", Inpcb.ANY, PORT, Inpcb.ANY, 0);
    assertThat(directory.find(ME, PORT, PEER, FAR)).isEmpty();
  }

  @Test
  void aTableTellsWhereItsBlocksAre() {
    Inpcb<String> pcb = new Inpcb<>("socket", 1, "A/so_port/1");
    table.bind(pcb, Inpcb.ANY, PORT);
    assertThat(directory.find(ME, PORT, PEER, FAR)).containsExactly("A/so_port/1");
    table.connect(pcb, ME, PEER, FAR);
    assertThat(directory.find(ME, PORT, PEER, FAR)).containsExactly("A/so_port/1");
    assertThat(directory.find(ME, PORT, PEER, FAR + 1)).isEmpty();
    table.suspend(pcb, ME, PEER, FAR + 1);
    assertThat(directory.find(ME, PORT, PEER, FAR + 1)).isEmpty();
    table.update(pcb);
    assertThat(directory.find(ME, PORT, PEER, FAR + 1)).containsExactly("A/so_port/1");
    table.remove(pcb);
    assertThat(directory.find(ME, PORT, PEER, FAR + 1)).isEmpty();
  }

  @Test
  void aTableOfFlowsToo() {
    FlowTable<Flow> flows = new FlowTable<>(directory);
    Flow flow =
        new Flow() {
          @Override
          public String toString() {
            return "A/tcpcb/2";
          }
        };
    flow.setTuple(ME, PORT, PEER, FAR);
    flows.add(flow);
    assertThat(directory.find(ME, PORT, PEER, FAR)).containsExactly("A/tcpcb/2");
    flows.remove(flow);
    assertThat(directory.find(ME, PORT, PEER, FAR)).isEmpty();
  }
}
