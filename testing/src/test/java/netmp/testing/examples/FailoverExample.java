package netmp.testing.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import netmp.link.Link;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.testing.NetmpTest;

/** Is a deposit made once if one of two networks breaks down, whenever that is? */
class FailoverExample {

  private static final int PORT = 8000;
  private static final LinkSettings SLOW = LinkSettings.PERFECT.withDelay(Duration.ofMillis(5));

  @NetmpTest(runs = 20)
  void aDepositIsMadeOnce(Network net) throws IOException {
    Host customer = net.host("customer", 2); // 10.0.0.1 and 10.1.0.1
    Host bank = net.host("bank", 2); // 10.0.0.2 and 10.1.0.2
    Link first = net.link(customer, 0, bank, 0, SLOW);
    net.link(customer, 1, bank, 1, SLOW);
    net.at(Duration.ofMillis(net.random().nextInt(40)), () -> first.setUp(false));
    Bank account = bank();
    StreamSocket listener = bank.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(2);
    net.daemon("bank", () -> serve(net, listener, account));
    deposit(customer, bank, 1, 100);
    assertEquals(100, account.balance());
  }

  Bank bank() {
    return new Bank();
  }

  /** Over the first network, or else over the second. */
  private static void deposit(Host customer, Host bank, int number, int amount) throws IOException {
    byte[] request = ByteBuffer.allocate(8).putInt(number).putInt(amount).array();
    try {
      ask(customer, bank.address(0), request);
    } catch (SocketError e) {
      ask(customer, bank.address(1), request);
    }
  }

  /** Asks, and waits for the answer, for a second at most. */
  private static void ask(Host customer, int bank, byte[] request) throws IOException {
    try (StreamSocket socket = customer.stack().streamSocket()) {
      socket.setOption(SocketOption.SO_RCVTIMEO, 1_000_000); // microseconds
      socket.connect(bank, PORT);
      socket.write(request, 0, request.length);
      assertEquals(1, socket.read(new byte[1], 0, 1));
    }
  }

  private static void serve(Network net, StreamSocket listener, Bank account) throws IOException {
    while (true) {
      StreamSocket connection = listener.accept();
      net.daemon("customer", () -> serve(connection, account));
    }
  }

  private static void serve(StreamSocket connection, Bank account) throws IOException {
    byte[] request = new byte[8];
    if (connection.read(request, 0, 8) == 8) {
      account.deposit(ByteBuffer.wrap(request).getInt(), ByteBuffer.wrap(request).getInt(4));
      connection.write(new byte[1], 0, 1);
    }
    connection.close();
  }
}
