package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import netmp.nic.Nic;
import netmp.socket.StreamSocket;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** RFC 7323 section 5.4: timestamps of connections do not tell how long the host has been up. */
class TcpTimestampsTest {

  private static final int PORT = 80;
  private static final int TCP = 34;
  private static final int SYN_ACK = 0x12;
  private static final int TIMESTAMP = TCP + 20 + 4 + 2 + 2; // behind the MSS and SACK-permitted

  /** The timestamps of the answers to SYNs that pass a cable. */
  private static List<Integer> tapAnswers(Nic from, Nic to) {
    List<Integer> timestamps = new ArrayList<>();
    from.connect(
        (frame, at, length) -> {
          boolean isSegment = Packets.number(frame, at + 12, 2) == 0x0800;
          if (isSegment && (frame[at + TCP + 13] & SYN_ACK) == SYN_ACK) {
            timestamps.add((int) Packets.number(frame, at + TIMESTAMP, 4));
          }
          to.receive(frame, at, length);
        });
    return timestamps;
  }

  @Test
  void theClocksOfConnectionsHaveNothingInCommon() {
    TwoHosts.run(
        hosts -> {
          List<Integer> timestamps = tapAnswers(hosts.nicB, hosts.nicA);
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(0, PORT);
          listener.listen(1);
          for (int i = 0; i < 2; i++) {
            StreamSocket client = hosts.a.streamSocket();
            client.connect(TwoHosts.B, PORT);
            listener.accept().close();
            client.close();
          }
          assertThat(timestamps).hasSize(2);
          int apart = timestamps.get(1) - timestamps.get(0);
          assertThat(Math.abs((long) apart)).as("milliseconds").isGreaterThan(1000);
          listener.close();
        });
  }
}
