package netmp.testing.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.UserTask;
import netmp.socket.StreamSocket;
import netmp.testing.Links;
import netmp.testing.NetmpTest;

/** Does a file arrive whole at somebody who reads slowly? */
class UploadExample {

  private static final int PORT = 8000;

  @NetmpTest(runs = 5)
  @Links(delayMicros = 5_000, bandwidth = 10_000_000)
  void aSlowReaderGetsTheWholeFile(Network net, Host client, Host server) throws IOException {
    StreamSocket listener = server.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(1);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    UserTask reader = net.spawn("reader", () -> readSlowly(net, listener.accept(), received));
    byte[] file = new byte[400_000];
    net.random().nextBytes(file);
    StreamSocket socket = client.stack().streamSocket();
    socket.connect(server.address(), PORT);
    upload().send(socket, file);
    reader.join();
    assertArrayEquals(file, received.toByteArray());
  }

  Upload upload() {
    return new Upload();
  }

  /** 2000 bytes, fifty times a second. */
  private static void readSlowly(Network net, StreamSocket from, ByteArrayOutputStream into)
      throws IOException {
    byte[] buffer = new byte[2000];
    for (int n = from.read(buffer, 0, 2000); n > 0; n = from.read(buffer, 0, 2000)) {
      into.write(buffer, 0, n);
      net.sleep(Duration.ofMillis(20));
    }
  }
}
