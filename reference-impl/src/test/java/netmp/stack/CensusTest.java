package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;

/** What a stack says that it holds. */
class CensusTest {

  private static final long TIME_WAIT_IS_OVER = 121_000_000_000L;

  @Test
  void whatIsOpenedIsCountedAndWhatIsClosedIsGivenBack() {
    TwoHosts.run(
        hosts -> {
          Census before = hosts.a.census();
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(0, 80);
          listener.listen(1);
          DatagramSocket bound = hosts.a.datagramSocket();
          bound.bind(0, 7);
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, 80);
          StreamSocket server = listener.accept();
          Census during = hosts.a.census();
          assertThat(during.used(Resource.TCP_FLOWS)).isEqualTo(1);
          assertThat(during.used(Resource.TCP_PORTS)).isBetween(0, 1);
          assertThat(during.used(Resource.UDP_BLOCKS)).isPositive();
          assertThat(during.used(Resource.NEIGHBOURS)).isEqualTo(1);
          assertThat(hosts.b.census().used(Resource.LISTENERS)).isEqualTo(hosts.nicB.queues());
          assertThat(during.limit(Resource.HALF_OPEN)).isEqualTo(4096 * hosts.nicA.queues());
          client.close();
          server.close();
          listener.close();
          bound.close();
          hosts.rest(1_000_000);
          assertThat(hosts.a.census().used(Resource.TCP_FLOWS)).as("in TIME-WAIT").isEqualTo(1);
          hosts.rest(TIME_WAIT_IS_OVER);
          assertThat(withoutNeighbours(hosts.a)).isEqualTo(withoutNeighbours(before));
          assertThat(withoutNeighbours(hosts.b)).isEqualTo(withoutNeighbours(before));
        });
  }

  private static String withoutNeighbours(NetStack stack) {
    return withoutNeighbours(stack.census());
  }

  /** They stay for twenty minutes, each with a timer. */
  private static String withoutNeighbours(Census census) {
    StringBuilder text = new StringBuilder();
    for (Resource each : Resource.values()) {
      int neighbours = each == Resource.TIMERS ? census.used(Resource.NEIGHBOURS) : 0;
      if (each != Resource.NEIGHBOURS) {
        text.append(each.text()).append(' ').append(census.used(each) - neighbours).append('\n');
      }
    }
    return text.toString();
  }
}
