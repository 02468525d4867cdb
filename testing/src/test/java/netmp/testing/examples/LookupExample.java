package netmp.testing.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import netmp.network.Host;
import netmp.network.Network;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.testing.Links;
import netmp.testing.NetmpTest;

/** Does a client get the value that it has asked for? */
class LookupExample {

  @NetmpTest(runs = 20)
  @Links(delayMicros = 5_000, reordering = 0.1, heldBackMicros = 100_000)
  void everyValueIsThatOfItsKey(Network net, Host client, Host server) throws IOException {
    DatagramSocket service = server.stack().datagramSocket();
    service.bind(0, Lookup.PORT);
    net.daemon("server", () -> serve(service));
    Lookup lookup = lookup(client, server.address());
    for (int key = 0; key < 50; key++) {
      assertEquals(10 * key, lookup.valueOf(key), "the value of " + key);
    }
  }

  Lookup lookup(Host client, int server) throws IOException {
    return new Lookup(client, server);
  }

  /** The value of a key is ten times the key. */
  private static void serve(DatagramSocket service) throws IOException {
    Datagram question = new Datagram(8);
    while (service.receive(question)) {
      ByteBuffer answer = ByteBuffer.wrap(question.data());
      answer.putInt(4, 10 * answer.getInt(4));
      service.sendTo(question.data(), 0, 8, question.address(), question.port());
    }
  }
}
