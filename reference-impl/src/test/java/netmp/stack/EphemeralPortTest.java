package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import netmp.inet.IpAddress;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.Endpoint;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;

/** Which port a connection gets that is bound to none. */
class EphemeralPortTest {

  /** The port that a run chooses for a connection to a listener of the same host. */
  private static int chosenFor(int port) throws IOException {
    int[] chosen = new int[1];
    try (Network network = new Network(NetworkConfig.seeded(1).withCpus(1))) {
      Host host = network.host("a");
      network.spawn(
          "a",
          () -> {
            try (StreamSocket listener = host.stack().streamSocket();
                StreamSocket client = host.stack().streamSocket()) {
              listener.bind(0, port);
              listener.listen(1);
              client.connect(IpAddress.LOOPBACK, port);
              try (StreamSocket server = listener.accept()) {
                Endpoint peer = new Endpoint();
                server.peerEndpoint(peer);
                chosen[0] = peer.port();
              }
            }
          });
      network.run();
    }
    return chosen[0];
  }

  @Test
  void aConnectionIsNeverWithItself() throws IOException {
    int likely = chosenFor(80);
    assertThat(chosenFor(likely)).isEqualTo(likely + 1);
  }
}
