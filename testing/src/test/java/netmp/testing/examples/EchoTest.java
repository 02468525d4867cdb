package netmp.testing.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import netmp.network.Host;
import netmp.network.Network;
import netmp.socket.StreamSocket;
import netmp.testing.Links;
import netmp.testing.NetmpTest;

/** The least that can be tested. */
class EchoTest {

  @NetmpTest
  @Links(delayMicros = 10_000, loss = 0.05, reordering = 0.1, heldBackMicros = 20_000)
  void aByteComesBack(Network net, Host client, Host server) throws IOException {
    StreamSocket listener = server.stack().streamSocket();
    listener.bind(0, 7);
    listener.listen(1);
    net.daemon(
        "server",
        () -> {
          StreamSocket connection = listener.accept();
          byte[] buffer = new byte[100];
          connection.write(buffer, 0, connection.read(buffer, 0, 100));
        });
    StreamSocket socket = client.stack().streamSocket();
    socket.connect(server.address(), 7);
    socket.write(new byte[] {42}, 0, 1);
    byte[] answer = new byte[1];
    assertEquals(1, socket.read(answer, 0, 1));
    assertEquals(42, answer[0]);
  }
}
