package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server of iperf3 against a client that speaks as iperf3 3.12 does. */
class Iperf3ServiceTest {

  private static final int PORT = 5201;
  private static final String COOKIE = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final TwoRealHosts hosts = new TwoRealHosts(1);
  private final Server server = new Server(hosts.a, line -> {});

  @BeforeEach
  void start() throws SocketError {
    Iperf3Service service = new Iperf3Service(hosts.a::datagramSocket);
    server.listen("iperf3", PORT, service);
    server.receive("iperf3", PORT, service);
  }

  @AfterEach
  void stop() {
    server.close();
    hosts.close();
  }

  /** A connection of a test's, which says so. */
  private final class Connection implements AutoCloseable {
    final StreamSocket socket;
    final DataInputStream in;
    final DataOutputStream out;

    Connection(String cookie) throws IOException {
      socket = hosts.connect(PORT);
      in = new DataInputStream(new SocketInput(socket));
      out = new DataOutputStream(new SocketOutput(socket));
      out.write((cookie + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    void expect(int state) throws IOException {
      assertThat(in.readByte()).isEqualTo((byte) state);
    }

    void tell(String json) throws IOException {
      byte[] text = json.getBytes(StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
    }

    JsonNode read() throws IOException {
      byte[] text = new byte[in.readInt()];
      in.readFully(text);
      return new ObjectMapper().readTree(text);
    }

    /** Ends the test, and brings what the server says of it. */
    JsonNode finish() throws IOException {
      out.write(4);
      expect(13);
      tell("{\"streams\":[]}");
      JsonNode results = read();
      expect(14);
      out.write(16);
      return results;
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Test
  void theClientSendsOnTwoConnections() throws IOException {
    try (Connection control = new Connection(COOKIE)) {
      control.expect(9);
      control.tell("{\"tcp\":true,\"parallel\":2,\"len\":1000}");
      control.expect(10);
      try (Connection first = new Connection(COOKIE);
          Connection second = new Connection(COOKIE)) {
        control.expect(1);
        control.expect(2);
        first.out.write(new byte[5000]);
        second.out.write(new byte[7000]);
        // What was sent before the end is told of only once it has come.
        while (first.socket.tcpInfo().unacked() > 0 || second.socket.tcpInfo().unacked() > 0) {
          Thread.onSpinWait();
        }
        JsonNode streams = control.finish().get("streams");
        assertThat(streams).hasSize(2);
        assertThat(streams.get(0).get("id").asInt()).isEqualTo(1);
        assertThat(streams.get(1).get("id").asInt()).isEqualTo(3);
      }
    }
  }

  @Test
  void theServerSends() throws IOException {
    try (Connection control = new Connection(COOKIE)) {
      control.expect(9);
      control.tell("{\"tcp\":true,\"reverse\":true,\"len\":1000}");
      control.expect(10);
      try (Connection data = new Connection(COOKIE)) {
        control.expect(1);
        control.expect(2);
        data.in.readFully(new byte[200_000]);
        JsonNode results = control.finish();
        assertThat(results.get("sender_has_retransmits").asInt()).isEqualTo(1);
        assertThat(results.at("/streams/0/bytes").asLong()).isGreaterThanOrEqualTo(200_000);
        assertThat(results.at("/streams/0/retransmits").asLong()).isZero();
      }
    }
  }

  @Test
  void bothSendOnConnectionsOfTheirOwn() throws IOException {
    try (Connection control = new Connection(COOKIE)) {
      control.expect(9);
      control.tell("{\"tcp\":true,\"bidirectional\":1,\"len\":1000}");
      control.expect(10);
      try (Connection up = new Connection(COOKIE);
          Connection down = new Connection(COOKIE)) {
        control.expect(1);
        control.expect(2);
        up.out.write(new byte[5000]);
        down.in.readFully(new byte[200_000]);
        while (up.socket.tcpInfo().unacked() > 0) {
          Thread.onSpinWait();
        }
        JsonNode results = control.finish();
        assertThat(results.get("sender_has_retransmits").asInt()).isEqualTo(1);
        assertThat(results.at("/streams/0/bytes").asLong()).isBetween(0L, 5000L);
        assertThat(results.at("/streams/0/retransmits").asLong()).isEqualTo(-1);
        assertThat(results.at("/streams/1/bytes").asLong()).isGreaterThanOrEqualTo(200_000);
        assertThat(results.at("/streams/1/retransmits").asLong()).isZero();
      }
    }
  }

  @Test
  void datagramsAreCounted() throws IOException {
    try (Connection control = new Connection(COOKIE);
        DatagramSocket data = hosts.datagrams();
        DatagramSocket other = hosts.datagrams()) {
      control.expect(9);
      control.tell("{\"udp\":true,\"parallel\":2,\"len\":100,\"udp_counters_64bit\":1}");
      control.expect(10);
      greet(data);
      for (int number : new int[] {1, 2, 5, 4, 6}) { // 3 is lost, 4 is late
        byte[] bytes = ByteBuffer.allocate(100).putInt(7).putInt(8).putLong(number).array();
        data.send(bytes, 0, bytes.length);
      }
      greet(other); // behind all of them
      control.expect(1);
      control.expect(2);
      JsonNode streams = control.finish().get("streams");
      assertThat(streams.get(0).get("packets").asInt()).isEqualTo(6);
      assertThat(streams.get(0).get("errors").asInt()).isEqualTo(1);
      assertThat(streams.get(0).get("bytes").asInt()).isEqualTo(500);
      assertThat(streams.get(0).get("jitter").asDouble()).isBetween(0.0, 10.0);
      assertThat(streams.get(1).get("packets").asInt()).isZero();
    }
  }

  private static void greet(DatagramSocket data) throws IOException {
    data.connect(TwoRealHosts.A, PORT);
    data.send("9876".getBytes(StandardCharsets.US_ASCII), 0, 4);
    Datagram answer = new Datagram(100);
    assertThat(data.receive(answer)).isTrue();
    assertThat(new String(answer.data(), 0, answer.length(), StandardCharsets.US_ASCII))
        .isEqualTo("6789");
  }

  @Test
  void theServerSendsDatagrams() throws IOException {
    try (Connection control = new Connection(COOKIE);
        DatagramSocket data = hosts.datagrams()) {
      control.expect(9);
      control.tell("{\"udp\":true,\"reverse\":true,\"len\":100,\"bandwidth\":10000000}");
      control.expect(10);
      data.connect(TwoRealHosts.A, PORT);
      data.send("9876".getBytes(StandardCharsets.US_ASCII), 0, 4);
      Datagram datagram = new Datagram(200);
      assertThat(data.receive(datagram)).isTrue();
      control.expect(1);
      control.expect(2);
      for (int number = 1; number <= 20; number++) {
        assertThat(data.receive(datagram)).isTrue();
        assertThat(datagram.length()).isEqualTo(100);
        assertThat(ByteBuffer.wrap(datagram.data()).getInt(8)).isEqualTo(number);
      }
      assertThat(control.finish().at("/streams/0/packets").asLong()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void oneTestAtATime() throws IOException {
    try (Connection control = new Connection(COOKIE);
        Connection other = new Connection(COOKIE.toUpperCase(java.util.Locale.ROOT))) {
      control.expect(9);
      other.expect(-1);
    }
    try (Connection next = new Connection(COOKIE)) {
      int state = next.in.readByte();
      assertThat(state).isIn(9, -1); // -1 while the first is not over
    }
  }

  @Test
  void whatIsNotKnownIsRefused() throws IOException {
    try (Connection control = new Connection(COOKIE)) {
      control.expect(9);
      control.tell("{\"sctp\":true}");
      control.expect(-2);
      assertThat(control.in.readInt()).isEqualTo(13);
    }
  }
}
