package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import netmp.inet.IpAddress;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;

/** Which of the listeners at one port gets a connection. */
class TcpListenersTest {

  private static final int PORT = 80;
  private static final int MANY = 32;

  private static StreamSocket listener(TwoHosts hosts, int address) throws SocketError {
    StreamSocket listener = hosts.b.streamSocket();
    listener.setOption(SocketOption.SO_REUSEPORT, 1);
    listener.bind(address, PORT);
    listener.listen(MANY);
    return listener;
  }

  private static List<StreamSocket> connect(NetStack from, int address) throws SocketError {
    List<StreamSocket> clients = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      StreamSocket client = from.streamSocket();
      client.connect(address, PORT);
      clients.add(client);
    }
    return clients;
  }

  private static void close(List<StreamSocket> sockets) throws SocketError {
    for (StreamSocket socket : sockets) {
      socket.setOption(SocketOption.SO_LINGER, 0);
      socket.close();
    }
  }

  @Test
  void whoSharesAPortGetsAShareOfTheConnections() {
    TwoHosts.run(
        hosts -> {
          StreamSocket first = listener(hosts, 0);
          StreamSocket second = listener(hosts, 0);
          List<StreamSocket> clients = connect(hosts.a, TwoHosts.B);
          hosts.rest(1_000_000);
          assertThat(first.readable()).isBetween(1, MANY - 1);
          assertThat(first.readable() + second.readable()).isEqualTo(MANY);
          close(clients);
          second.close();
          first.close();
        });
  }

  @Test
  void whoIsBoundToTheAddressComesBeforeThoseBoundToAny() {
    TwoHosts.run(
        hosts -> {
          StreamSocket first = listener(hosts, 0);
          StreamSocket own = listener(hosts, TwoHosts.B);
          StreamSocket second = listener(hosts, 0);
          List<StreamSocket> clients = connect(hosts.a, TwoHosts.B);
          hosts.rest(1_000_000);
          assertThat(own.readable()).isEqualTo(MANY);
          List<StreamSocket> looped = connect(hosts.b, IpAddress.LOOPBACK);
          hosts.rest(1_000_000);
          assertThat(own.readable()).isEqualTo(MANY);
          assertThat(first.readable() + second.readable()).isEqualTo(MANY);
          close(clients);
          close(looped);
          own.close();
          second.close();
          first.close();
        });
  }

  @Test
  void whoIsLeftGetsAll() {
    TwoHosts.run(
        hosts -> {
          StreamSocket any = listener(hosts, 0);
          StreamSocket own = listener(hosts, TwoHosts.B);
          own.close();
          hosts.rest(1_000_000);
          List<StreamSocket> clients = connect(hosts.a, TwoHosts.B);
          hosts.rest(1_000_000);
          assertThat(any.readable()).isEqualTo(MANY);
          close(clients);
          any.close();
        });
  }
}
