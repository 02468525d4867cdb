package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution.Kind;
import netmp.icmp.EchoRequest.Outcome;
import netmp.inet.IpAddress;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.sim.DeterministicExecution;
import netmp.sim.ScheduleChooser;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.stats.DropReason;
import netmp.stats.Statistics;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** A router that knows a better one: what sockets send is redirected, and none of them fails. */
class RedirectedSocketsTest {

  private static final int ME = IpAddress.parse("10.0.0.1");
  private static final int ROUTER = IpAddress.parse("10.0.0.254");
  private static final int OTHER = IpAddress.parse("10.0.0.253");
  private static final int FAR = IpAddress.parse("192.0.2.7");
  private static final long MAC = 0x0200_0000_0001L;
  private static final long NEIGHBOUR = 0x0a00_0000_0000L;
  private static final int ETHER = 14;

  private final DeterministicExecution execution =
      new DeterministicExecution(ScheduleChooser.uniform(new SplittableRandom(1)), 10_000_000);
  private final Nic nic = new Nic("nic", MAC, 4, 64);
  private final NetStack stack;

  /** To whom datagrams for the far host went. */
  private final List<String> hops = new ArrayList<>();

  /** Added to the first byte behind the addresses and ports of what the router quotes. */
  private int falsified;

  RedirectedSocketsTest() {
    nic.connect((bytes, at, length) -> sent(Arrays.copyOfRange(bytes, at, at + length)));
    NetworkInterface nif = new NetworkInterface("A", MAC, ME, 24, ROUTER);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1)).withUncaught(UncaughtHandler.RETHROW);
    stack = new NetStack("A", config, nic, execution);
    stack.start();
  }

  /** All neighbours are there; the router sends datagrams nowhere. */
  private void sent(byte[] frame) {
    if (Packets.number(frame, 12, 2) == 0x0806) {
      int who = (int) Packets.number(frame, 38, 4);
      long mac = NEIGHBOUR | Integer.toUnsignedLong(who);
      back(0x0806, Packets.arp(2, mac, who, MAC, ME));
      return;
    }
    int hop = (int) Packets.number(frame, 2, 4);
    hops.add(IpAddress.format(hop));
    if (hop == ROUTER) {
      byte[] quote = Arrays.copyOfRange(frame, ETHER, ETHER + 28);
      quote[24] += (byte) falsified;
      back(0x0800, Packets.ip(1, ROUTER, ME, Packets.icmp(5, 1, OTHER, quote)).build());
    }
  }

  private void back(int type, byte[] payload) {
    byte[] frame = Packets.ether(MAC, NEIGHBOUR | 1, type, payload);
    nic.receive(frame, 0, frame.length);
  }

  private Statistics run(Runnable user) {
    execution.start("user", Kind.USER, user);
    assertThat(execution.run().detail()).isEmpty();
    return stack.statistics();
  }

  private void connect() {
    try (StreamSocket socket = stack.streamSocket()) {
      socket.connect(FAR, 80);
    } catch (SocketError e) {
      assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT);
    }
  }

  @Test
  void aSynIsSentAgainToTheOtherRouter() {
    run(this::connect);
    assertThat(hops).hasSizeGreaterThan(3).startsWith("10.0.0.254", "10.0.0.253");
    assertThat(hops.subList(1, hops.size())).containsOnly("10.0.0.253");
  }

  @Test
  void aRedirectOfASegmentThatIsNotInFlightIsDropped() {
    falsified = 1; // its sequence number
    Statistics statistics = run(this::connect);
    assertThat(hops).containsOnly("10.0.0.254");
    assertThat(statistics.get(DropReason.TCP_ICMP_OUT_OF_WINDOW)).isEqualTo(hops.size());
  }

  @Test
  void datagramsAreRedirectedAndTheSocketHasNoError() {
    run(
        () -> {
          try (DatagramSocket socket = stack.datagramSocket()) {
            for (int i = 0; i < 3; i++) {
              socket.sendTo(new byte[8], 0, 8, FAR, 53);
              execution.parkUntil(execution.nanoTime() + 1_000_000);
            }
          } catch (SocketError e) {
            throw new AssertionError(e);
          }
        });
    assertThat(hops).containsExactly("10.0.0.254", "10.0.0.253", "10.0.0.253");
  }

  @Test
  void aRedirectOfWhatNoSocketHasSentIsDropped() {
    Statistics statistics =
        run(
            () -> {
              byte[] quote = Packets.ip(17, ME, FAR, Packets.udp(4000, 53, new byte[8])).build();
              back(0x0800, Packets.ip(1, ROUTER, ME, Packets.icmp(5, 1, OTHER, quote)).build());
              execution.parkUntil(execution.nanoTime() + 1_000_000);
            });
    assertThat(statistics.get(DropReason.ICMP_BAD_QUOTE)).isEqualTo(1);
  }

  @Test
  void anEchoRequestStillWaits() {
    run(
        () -> {
          for (int i = 0; i < 2; i++) {
            assertThat(stack.echoRequest(FAR).ask(8, 1_000_000_000L)).isEqualTo(Outcome.TIMED_OUT);
          }
        });
    assertThat(hops).containsExactly("10.0.0.254", "10.0.0.253");
  }
}
