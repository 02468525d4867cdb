package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution.Kind;
import netmp.inet.IpAddress;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.sim.DeterministicExecution;
import netmp.sim.ScheduleChooser;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.stats.Statistics;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/**
 * ICMP errors reach the connection that they are about, whichever CPU they come in on (RFC 1122
 * section 4.2.3.9, RFC 5927 section 4). The error is steered by its addresses, the connection by
 * its ports too.
 */
class TcpUnreachableTest {

  private static final int ME = IpAddress.parse("10.0.0.1");
  private static final int PEER = IpAddress.parse("10.0.0.2");
  private static final long MAC = 0x0200_0000_0001L;
  private static final long PEER_MAC = 0x0200_0000_0002L;
  private static final int CPUS = 4;
  private static final int ETHER = 14;
  private static final int SEQUENCE = ETHER + 20 + 4;
  private static final int PORT_UNREACHABLE = 3;

  /** What a peer does with a SYN of ours: the error in answer, as a frame. */
  private interface Answer {

    /** Makes the quote of a segment wrong, or leaves it as it is. */
    void change(byte[] quote);
  }

  private final List<Errno> outcomes = new ArrayList<>();
  private Statistics statistics;

  /** Connects to many ports of a peer that answers with errors. */
  private void connectTo(int ports, Answer answer) {
    var execution =
        new DeterministicExecution(ScheduleChooser.uniform(new SplittableRandom(ports)), 300_000);
    Nic nic = new Nic("nic", MAC, CPUS, 64);
    nic.connect(
        (bytes, at, length) -> answer(nic, Arrays.copyOfRange(bytes, at, at + length), answer));
    NetworkInterface nif = new NetworkInterface("A", MAC, ME, 24, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1)).withUncaught(UncaughtHandler.RETHROW);
    NetStack stack = new NetStack("A", config, nic, execution);
    stack.start();
    statistics = stack.statistics();
    execution.start(
        "user",
        Kind.USER,
        () -> {
          for (int port = 1; port <= ports; port++) {
            outcomes.add(connect(stack.streamSocket(), port));
          }
        });
    assertThat(execution.run().detail()).isEmpty();
  }

  private static Errno connect(StreamSocket socket, int port) {
    try (socket) {
      socket.connect(PEER, port);
      return Errno.OK;
    } catch (SocketError e) {
      return e.errno();
    }
  }

  private static void answer(Nic nic, byte[] frame, Answer answer) {
    byte[] back;
    if (Packets.number(frame, 12, 2) == 0x0806) {
      back = Packets.ether(MAC, PEER_MAC, 0x0806, Packets.arp(2, PEER_MAC, PEER, MAC, ME));
    } else {
      byte[] quote = Arrays.copyOfRange(frame, ETHER, ETHER + 28);
      answer.change(quote);
      byte[] error = Packets.icmp(3, PORT_UNREACHABLE, 0, quote);
      back = Packets.ether(MAC, PEER_MAC, 0x0800, Packets.ip(1, PEER, ME, error).build());
    }
    nic.receive(back, 0, back.length);
  }

  @Test
  void anErrorFindsItsConnectionOnAnyCpu() {
    connectTo(50, quote -> {});
    assertThat(outcomes).hasSize(50).containsOnly(Errno.ECONNREFUSED);
    assertThat(statistics.get(Counter.TCP_UNREACHABLE)).isEqualTo(50);
    assertThat(statistics.get(Counter.ICMP_ERRORS_DELIVERED)).isEqualTo(50);
  }

  @Test
  void anErrorWithAnotherSequenceNumberIsDropped() {
    connectTo(3, quote -> quote[SEQUENCE - ETHER + 3]++);
    assertThat(outcomes).hasSize(3).containsOnly(Errno.ETIMEDOUT);
    assertThat(statistics.get(DropReason.TCP_ICMP_OUT_OF_WINDOW)).isEqualTo(3 * 8);
    assertThat(statistics.get(Counter.TCP_UNREACHABLE)).isZero();
  }

  @Test
  void anErrorAboutNoConnectionIsDropped() {
    connectTo(3, quote -> quote[20]++); // the local port
    assertThat(outcomes).hasSize(3).containsOnly(Errno.ETIMEDOUT);
    assertThat(statistics.get(DropReason.TCP_ICMP_NO_CONNECTION)).isEqualTo(3 * 8);
  }
}
