package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution.Kind;
import netmp.inet.IpAddress;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.sim.DeterministicExecution;
import netmp.sim.ScheduleChooser;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.stats.Statistics;
import netmp.tcp.SynCookies;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** A flood of SYNs that nobody confirms, and one peer that does (RFC 4987). */
class TcpSynFloodTest {

  private static final int ME = IpAddress.parse("10.0.0.1");
  private static final int PEER = IpAddress.parse("10.0.0.2");
  private static final long MAC = 0x0200_0000_0001L;
  private static final long PEER_MAC = 0x0200_0000_0002L;
  private static final int FLOOD = 4096; // as many as the SYN cache of a CPU holds
  private static final int HONEST = 60_000;
  private static final int GUESSER = 60_001;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  private final Nic nic = new Nic("nic", MAC, 1, 64);
  private Statistics statistics;

  /** The initial sequence number with which the honest peer was answered. */
  private int iss;

  private byte[] segment(int port, int flags, int ack) {
    byte[] segment = new byte[20];
    put(segment, 0, port << 16 | 80);
    put(segment, 4, (flags & ACK) == 0 ? 0 : 1);
    put(segment, 8, ack);
    put(segment, 12, 0x50 << 24 | flags << 16 | 0xffff);
    byte[] pseudo = new byte[12];
    put(pseudo, 0, PEER);
    put(pseudo, 4, ME);
    put(pseudo, 8, 6 << 16 | segment.length);
    int sum = Packets.checksum(Packets.join(pseudo, segment), 0, 32);
    segment[16] = (byte) (sum >> 8);
    segment[17] = (byte) sum;
    return Packets.ether(MAC, PEER_MAC, 0x0800, Packets.ip(6, PEER, ME, segment).build());
  }

  private static void put(byte[] into, int at, int value) {
    for (int i = 0; i < 4; i++) {
      into[at + i] = (byte) (value >> (24 - 8 * i));
    }
  }

  private void receive(byte[] frame) {
    nic.receive(frame, 0, frame.length);
  }

  private void leaves(byte[] frame, int at, int length) {
    if (Packets.number(frame, at + 12, 2) == 0x0806) {
      receive(Packets.ether(MAC, PEER_MAC, 0x0806, Packets.arp(2, PEER_MAC, PEER, MAC, ME)));
    } else if (Packets.number(frame, at + 36, 2) == HONEST) {
      iss = (int) Packets.number(frame, at + 38, 4);
    }
  }

  /** An honest peer asks, then others do, and then the honest one confirms. */
  private boolean isAcceptedBehindAFlood(SynCookies mode, int before, int behind) {
    var execution = new DeterministicExecution(ScheduleChooser.COOPERATIVE, 300_000);
    nic.connect(this::leaves);
    NetworkInterface nif = new NetworkInterface("A", MAC, ME, 24, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1))
            .withSynCookies(mode)
            .withUncaught(UncaughtHandler.RETHROW);
    NetStack stack = new NetStack("A", config, nic, execution);
    stack.start();
    statistics = stack.statistics();
    boolean[] accepted = new boolean[1];
    execution.start(
        "user",
        Kind.USER,
        () -> {
          try (StreamSocket listener = stack.streamSocket()) {
            listener.bind(0, 80);
            listener.listen(5);
            flood(execution, 0, before);
            receive(segment(GUESSER, ACK, 0));
            receive(segment(HONEST, SYN, 0));
            flood(execution, before, behind);
            receive(segment(HONEST, ACK, iss + 1));
            execution.parkUntil(execution.nanoTime() + 1_000_000);
            accepted[0] = listener.readable() == 1;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    assertThat(execution.run().detail()).isEmpty();
    return accepted[0];
  }

  private void flood(DeterministicExecution execution, int from, int count) {
    for (int i = 0; i < count; i++) {
      receive(segment(1 + from + i, SYN, 0));
      if (i % 32 == 0) {
        execution.parkUntil(execution.nanoTime() + 1000);
      }
    }
    execution.parkUntil(execution.nanoTime() + 1_000_000);
  }

  @Test
  void aFloodDoesNotPushOutThePeerThatConfirms() {
    assertThat(isAcceptedBehindAFlood(SynCookies.WHEN_FULL, 0, FLOOD + 10)).isTrue();
    assertThat(statistics.get(Counter.TCP_COOKIES_SENT)).isEqualTo(11);
    assertThat(statistics.get(Counter.TCP_COOKIES_RECEIVED)).isZero(); // it was remembered
    assertThat(statistics.get(Counter.TCP_COOKIES_REFUSED)).isZero(); // none was sent yet
    assertThat(statistics.get(Counter.TCP_SYN_EVICTED)).isZero();
  }

  @Test
  void aPeerThatComesBehindAFlood() {
    assertThat(isAcceptedBehindAFlood(SynCookies.WHEN_FULL, FLOOD + 1, 9)).isTrue();
    assertThat(statistics.get(Counter.TCP_COOKIES_REFUSED)).isEqualTo(1);
    assertThat(statistics.get(Counter.TCP_COOKIES_SENT)).isEqualTo(11);
    assertThat(statistics.get(Counter.TCP_COOKIES_RECEIVED)).isEqualTo(1);
    assertThat(statistics.get(Counter.TCP_SYN_EVICTED)).isEqualTo(1); // one entry made room
  }

  @Test
  void withoutCookiesTheOldestIsForgotten() {
    assertThat(isAcceptedBehindAFlood(SynCookies.NEVER, 0, FLOOD)).isFalse();
    assertThat(statistics.get(Counter.TCP_SYN_EVICTED)).isEqualTo(1);
  }

  @Test
  void withCookiesAlwaysNothingIsRemembered() {
    assertThat(isAcceptedBehindAFlood(SynCookies.ALWAYS, 0, FLOOD)).isTrue();
    assertThat(statistics.get(Counter.TCP_COOKIES_SENT)).isEqualTo(FLOOD + 1);
    assertThat(statistics.get(Counter.TCP_COOKIES_RECEIVED)).isEqualTo(1);
  }
}
