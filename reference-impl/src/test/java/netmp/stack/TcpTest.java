package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import netmp.link.LinkSettings;
import netmp.nic.Nic;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

class TcpTest {

  private static final int PORT = 80;

  private static StreamSocket listener(TwoHosts hosts) throws Exception {
    StreamSocket listener = hosts.b.streamSocket();
    listener.bind(0, PORT);
    listener.listen(5);
    return listener;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void writeAll(StreamSocket socket, byte[] data) throws SocketError {
    assertThat(socket.write(data, 0, data.length)).isEqualTo(data.length);
  }

  private static byte[] readAll(StreamSocket socket) throws SocketError {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int n = socket.read(buffer, 0, buffer.length);
        n > 0;
        n = socket.read(buffer, 0, buffer.length)) {
      all.write(buffer, 0, n);
    }
    return all.toByteArray();
  }

  @Test
  void bytesThereAndBack() {
    TwoHosts.run(
        hosts -> {
          byte[] data = bytes(20_000);
          StreamSocket listener = listener(hosts);
          hosts.user(
              "client",
              () -> {
                try (StreamSocket client = hosts.a.streamSocket()) {
                  client.connect(TwoHosts.B, PORT);
                  writeAll(client, data);
                  client.shutdown(Shutdown.SHUT_WR);
                  assertThat(readAll(client)).isEqualTo(data);
                }
              });
          try (StreamSocket server = listener.accept()) {
            writeAll(server, readAll(server));
          }
          listener.close();
        });
  }

  /** Long sends are cut by one device and joined by the other. */
  @Test
  void theDevicesCutAndJoin() {
    for (long seed = 0; seed < 6; seed++) {
      TwoHosts.runOffloaded(seed, seed % 2 == 0 ? 1 : 4, TcpTest::pour);
    }
  }

  private static void pour(TwoHosts hosts) throws Exception {
    byte[] data = bytes(300_000);
    StreamSocket listener = listener(hosts);
    hosts.user(
        "client",
        () -> {
          try (StreamSocket client = hosts.a.streamSocket()) {
            client.connect(TwoHosts.B, PORT);
            writeAll(client, data);
          }
        });
    try (StreamSocket server = listener.accept()) {
      assertThat(readAll(server)).isEqualTo(data);
    }
    listener.close();
    hosts.rest(1_000_000_000); // a frame may still lie in a ring
    long sent = hosts.nicA.counters().txPackets();
    assertThat(hosts.a.statistics().get(Counter.ETHER_SENT)).isLessThan(sent / 2);
    assertThat(hosts.nicB.counters().rxPackets()).isLessThan(sent / 2);
    assertThat(hosts.b.statistics().get(Counter.ETHER_RECEIVED))
        .isEqualTo(hosts.nicB.counters().rxPackets());
  }

  @Test
  void nobodyListens() {
    TwoHosts.run(
        hosts -> {
          try (StreamSocket client = hosts.a.streamSocket()) {
            assertThatThrownBy(() -> client.connect(TwoHosts.B, PORT))
                .hasMessageContaining(Errno.ECONNREFUSED.name());
          }
        });
  }

  @Test
  void aConnectionThatIsKilled() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, PORT);
          StreamSocket server = listener.accept();
          client.setOption(SocketOption.SO_LINGER, 0);
          client.close();
          assertThatThrownBy(() -> server.read(new byte[1], 0, 1))
              .hasMessageContaining(Errno.ECONNRESET.name());
          server.close();
          listener.close();
        });
  }

  /** Its listener goes while a place in the accept queue is asked for, or before, or behind. */
  @Test
  void whoWasNotAcceptedIsToldSoon() {
    LinkSettings none = LinkSettings.PERFECT;
    for (long seed = 0; seed < 40; seed++) {
      TwoHosts.runFaulty(seed, 4, none, TcpTest::listenerGoes);
    }
  }

  private static void listenerGoes(TwoHosts hosts) throws Exception {
    AtomicBoolean connected = new AtomicBoolean();
    StreamSocket listener = listener(hosts);
    hosts.user(
        "client",
        () -> {
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, PORT);
          connected.set(true);
          long begin = hosts.execution.nanoTime();
          assertThatThrownBy(
              () -> {
                writeAll(client, new byte[1]);
                client.read(new byte[1], 0, 1);
              });
          assertThat(hosts.execution.nanoTime() - begin).isLessThan(10_000_000_000L);
          client.close();
        });
    while (!connected.get()) {
      listener.option(SocketOption.TCP_NODELAY); // lets others run
    }
    listener.close();
  }

  /** RFC 6191: TIME-WAIT gives way to the user's next connection, but not at once. */
  @Test
  void theSameEndsAgain() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          for (int i = 0; i < 3; i++) {
            try (StreamSocket client = hosts.a.streamSocket()) {
              client.setOption(SocketOption.SO_REUSEADDR, 1);
              client.bind(0, 2000);
              client.connect(TwoHosts.B, PORT);
              StreamSocket server = listener.accept();
              client.shutdown(Shutdown.SHUT_WR);
              assertThat(readAll(server)).isEmpty();
              server.close();
              assertThat(readAll(client)).isEmpty();
            }
            hosts.rest(100_000_000);
            try (StreamSocket early = hosts.a.streamSocket()) {
              early.setOption(SocketOption.SO_REUSEADDR, 1);
              early.bind(0, 2000);
              assertThatThrownBy(() -> early.connect(TwoHosts.B, PORT))
                  .hasMessageContaining(Errno.EADDRINUSE.name());
            }
            hosts.rest(1_000_000_000);
          }
          assertThat(hosts.a.statistics().get(Counter.TCP_TIME_WAIT_REUSED)).isEqualTo(2);
          listener.close();
        });
  }

  /** BSD's sonewconn. */
  @Test
  void aConnectionHasWhatItsListenerHas() {
    Map<SocketOption, Integer> options =
        Map.of(
            SocketOption.SO_KEEPALIVE, 1,
            SocketOption.SO_LINGER, 3,
            SocketOption.SO_RCVTIMEO, 5_000_000,
            SocketOption.SO_RCVBUF, 20_000,
            SocketOption.SO_SNDLOWAT, 7,
            SocketOption.TCP_NODELAY, 1,
            SocketOption.TCP_KEEPIDLE, 11,
            SocketOption.TCP_KEEPINTVL, 12,
            SocketOption.TCP_KEEPCNT, 13,
            SocketOption.IP_TTL, 14);
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          for (Map.Entry<SocketOption, Integer> option : options.entrySet()) {
            listener.setOption(option.getKey(), option.getValue());
          }
          try (StreamSocket client = hosts.a.streamSocket()) {
            client.connect(TwoHosts.B, PORT);
            StreamSocket server = listener.accept();
            for (Map.Entry<SocketOption, Integer> option : options.entrySet()) {
              assertThat(server.option(option.getKey()))
                  .as(option.getKey().name())
                  .isEqualTo(option.getValue());
            }
            byte[] much = bytes(100_000);
            client.setBlocking(false);
            int sent = client.write(much, 0, much.length);
            hosts.rest(1_000_000_000);
            assertThat(sent).isGreaterThan(20_000);
            int came = server.read(new byte[much.length], 0, much.length);
            assertThat(came).isBetween(18_000, 20_000);
            server.close();
          }
          listener.close();
        });
  }

  @Test
  void aConnectionToOurselves() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          try (StreamSocket client = hosts.b.streamSocket()) {
            client.connect(TwoHosts.B, PORT);
            try (StreamSocket server = listener.accept()) {
              writeAll(server, bytes(10));
              byte[] got = new byte[20];
              assertThat(client.read(got, 0, 20)).isEqualTo(10);
            }
          }
          listener.close();
        });
  }

  /** Who was told a wrong address of its neighbour finds out that nobody answers (RFC 1122). */
  @Test
  void aPeerThatSomebodyElseClaimsToBe() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          try (StreamSocket client = hosts.a.streamSocket()) {
            claim(hosts.nicB, TwoHosts.A, TwoHosts.B);
            client.connect(TwoHosts.B, PORT);
            try (StreamSocket server = listener.accept()) {
              claim(hosts.nicA, TwoHosts.B, TwoHosts.A);
              writeAll(client, bytes(10));
              byte[] got = new byte[20];
              assertThat(server.read(got, 0, 20)).isEqualTo(10);
            }
          }
          listener.close();
        });
  }

  private static void claim(Nic victim, int claimed, int address) {
    long mac = 0x0200_0000_0badL;
    byte[] frame =
        Packets.ether(
            victim.macAddress(),
            mac,
            0x0806,
            Packets.arp(2, mac, claimed, victim.macAddress(), address));
    victim.receive(frame, 0, frame.length);
  }

  /** Whatever a cable does, all bytes come once and in order. */
  @Test
  void bytesThereAndBackOverABadCable() {
    LinkSettings faults =
        LinkSettings.PERFECT
            .withLoss(0.1)
            .withDuplication(0.05)
            .withCorruption(0.02)
            .withReordering(1, Duration.ofMillis(20));
    for (long seed = 0; seed < 20; seed++) {
      TwoHosts.runFaulty(seed, seed % 2 == 0 ? 1 : 4, faults, TcpTest::bothWays);
    }
  }

  private static void bothWays(TwoHosts hosts) throws Exception {
    byte[] up = bytes(60_000);
    byte[] down = bytes(50_000);
    StreamSocket listener = listener(hosts);
    hosts.user(
        "client",
        () -> {
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, PORT);
          hosts.user(
              "writer",
              () -> {
                writeAll(client, up);
                client.shutdown(Shutdown.SHUT_WR);
              });
          assertThat(readAll(client)).isEqualTo(down);
          client.close();
        });
    StreamSocket server = listener.accept();
    hosts.user(
        "server",
        () -> {
          writeAll(server, down);
          server.shutdown(Shutdown.SHUT_WR);
        });
    assertThat(readAll(server)).isEqualTo(up);
    server.close();
    listener.close();
    assertThat(hosts.lost()).as("lost frames").isPositive();
  }

  /** RFC 9293 section 3.7.4: with TCP_NODELAY nothing waits for an acknowledgment. */
  @Test
  void smallMessagesDoNotWait() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          hosts.user(
              "client",
              () -> {
                StreamSocket client = hosts.a.streamSocket();
                client.setOption(SocketOption.TCP_NODELAY, 1);
                client.connect(TwoHosts.B, PORT);
                byte[] message = new byte[64];
                long begin = hosts.execution.nanoTime();
                for (int i = 0; i < 20; i++) {
                  writeAll(client, message);
                  assertThat(client.read(message, 0, 64)).isEqualTo(64);
                }
                assertThat(hosts.execution.nanoTime() - begin).isLessThan(1_000_000);
                client.close();
              });
          try (StreamSocket server = listener.accept()) {
            byte[] message = new byte[64];
            server.setOption(SocketOption.TCP_NODELAY, 1);
            for (int n = server.read(message, 0, 64); n > 0; n = server.read(message, 0, 64)) {
              server.write(message, 0, n);
            }
          }
          listener.close();
        });
  }

  private static Errno bind(StreamSocket socket) {
    try {
      socket.bind(0, PORT);
      return Errno.OK;
    } catch (SocketError e) {
      return e.errno();
    }
  }

  /** BSD's in_pcbbind: a port is in use as long as a connection has it, also without a listener. */
  @Test
  void aPortIsInUseByConnectionsThatWereAccepted() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, PORT);
          StreamSocket server = listener.accept();
          listener.close();
          StreamSocket next = hosts.b.streamSocket();
          assertThat(bind(next)).isEqualTo(Errno.EADDRINUSE);
          StreamSocket shared = hosts.b.streamSocket();
          shared.setOption(SocketOption.SO_REUSEADDR, 1);
          assertThat(bind(shared)).isEqualTo(Errno.OK);
          shared.close();
          server.close(); // first, so TIME-WAIT is here
          client.close();
          hosts.rest(59_000_000_000L);
          assertThat(bind(next)).isEqualTo(Errno.EADDRINUSE);
          hosts.rest(2_000_000_000L);
          assertThat(bind(next)).isEqualTo(Errno.OK);
          next.close();
        });
  }

  @Test
  void aPortIsFreeOnceItsConnectionsAreOver() {
    TwoHosts.run(
        hosts -> {
          for (int i = 0; i < 3; i++) {
            StreamSocket listener = listener(hosts);
            StreamSocket client = hosts.a.streamSocket();
            client.connect(TwoHosts.B, PORT);
            StreamSocket server = listener.accept();
            client.setOption(SocketOption.SO_LINGER, 0);
            client.close();
            hosts.rest(1_000_000);
            server.close();
            listener.close();
          }
        });
  }
}
