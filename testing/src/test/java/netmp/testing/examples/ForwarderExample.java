package netmp.testing.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import netmp.network.Host;
import netmp.network.Network;
import netmp.socket.Shutdown;
import netmp.socket.StreamSocket;
import netmp.testing.Links;
import netmp.testing.NetmpTest;

/** Does an answer come through that is sent after the end of the question? */
class ForwarderExample {

  private static final int PORT = 8000;
  private static final int QUESTION = 10_000;

  @NetmpTest(runs = 5)
  @Links(delayMicros = 5_000)
  void theAnswerToAFinishedQuestionComesBack(Network net, Host client, Host middle, Host server)
      throws IOException {
    StreamSocket service = listen(server);
    StreamSocket entrance = listen(middle);
    net.spawn("server", () -> serve(service));
    net.spawn(
        "forwarder",
        () -> {
          StreamSocket left = entrance.accept();
          StreamSocket right = middle.stack().streamSocket();
          right.connect(server.address(), PORT);
          forwarder().forward(net, left, right);
        });
    StreamSocket socket = client.stack().streamSocket();
    socket.connect(middle.address(), PORT);
    socket.write(new byte[QUESTION], 0, QUESTION);
    socket.shutdown(Shutdown.SHUT_WR);
    assertEquals(QUESTION / 100, readAll(socket), "bytes of the answer");
  }

  Forwarder forwarder() {
    return new Forwarder();
  }

  /** Reads a question to its end, then answers with a byte for each hundred. */
  private static void serve(StreamSocket service) throws IOException {
    StreamSocket connection = service.accept();
    int length = readAll(connection) / 100;
    connection.write(new byte[length], 0, length);
    connection.close();
  }

  private static int readAll(StreamSocket socket) throws IOException {
    byte[] buffer = new byte[4096];
    int all = 0;
    for (int n = socket.read(buffer, 0, 4096); n > 0; n = socket.read(buffer, 0, 4096)) {
      all += n;
    }
    return all;
  }

  private static StreamSocket listen(Host host) throws IOException {
    StreamSocket listener = host.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(1);
    return listener;
  }
}
