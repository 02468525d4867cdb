package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import netmp.icmp.EchoRequest;
import netmp.icmp.EchoRequest.Outcome;
import netmp.icmp.IcmpError;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** Users ask whether hosts are there. */
class EchoRequestTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long MAC_OF_B = 0x0200_0000_0002L;
  private static final int NOBODY = IpAddress.parse("10.0.0.9");
  private static final int CPUS = 4;

  @Test
  void theOtherHostAnswers() {
    TwoHosts.run(
        hosts -> {
          EchoRequest request = hosts.b.echoRequest(TwoHosts.A);
          for (int bytes : new int[] {0, 1, 56, 1472}) {
            assertThat(request.ask(bytes, SECOND)).isEqualTo(Outcome.ANSWERED);
            assertThat(request.from()).isEqualTo(TwoHosts.A);
            assertThat(request.timeToLive()).isEqualTo(64);
            assertThat(request.nanos()).isBetween(0L, SECOND);
          }
          assertThat(hosts.b.statistics().get(Counter.ICMP_ECHO_REPLIES)).isEqualTo(4);
        });
  }

  @Test
  void thisHostAnswers() {
    TwoHosts.run(
        hosts ->
            assertThat(hosts.b.echoRequest(TwoHosts.B).ask(8, SECOND)).isEqualTo(Outcome.ANSWERED));
  }

  @Test
  void manyUsersAskAtOnce() {
    TwoHosts.run(
        hosts -> {
          for (int i = 0; i < 5; i++) {
            int bytes = i;
            NetStack from = i % 2 == 0 ? hosts.a : hosts.b;
            int to = i % 2 == 0 ? TwoHosts.B : TwoHosts.A;
            hosts.user(
                "u" + i,
                () ->
                    assertThat(from.echoRequest(to).ask(bytes, SECOND))
                        .isEqualTo(Outcome.ANSWERED));
          }
        });
  }

  @Test
  void nobodyAnswers() {
    TwoHosts.run(
        hosts -> {
          EchoRequest request = hosts.b.echoRequest(NOBODY);
          long begin = hosts.execution.nanoTime();
          assertThat(request.ask(8, 7 * SECOND)).isEqualTo(Outcome.TIMED_OUT);
          assertThat(hosts.execution.nanoTime() - begin).isBetween(7 * SECOND, 8 * SECOND);
          assertThat(request.from()).isZero();
        });
  }

  @Test
  void whatCannotBeSent() {
    TwoHosts.run(
        hosts -> {
          int elsewhere = IpAddress.parse("192.0.2.1");
          assertThat(hosts.b.echoRequest(elsewhere).ask(8, SECOND)).isEqualTo(Outcome.NOT_SENT);
          assertThat(hosts.b.echoRequest(TwoHosts.A).ask(70_000, SECOND))
              .isEqualTo(Outcome.NOT_SENT);
        });
  }

  @Test
  void aRouterRefuses() {
    TwoHosts.run(
        hosts -> {
          hosts.user(
              "router",
              () -> {
                hosts.rest(SECOND);
                for (int id = 0; id < CPUS; id++) {
                  hosts.receiveAtB(refusal(id));
                }
              });
          EchoRequest request = hosts.b.echoRequest(NOBODY);
          assertThat(request.ask(8, 9 * SECOND)).isEqualTo(Outcome.REFUSED);
          assertThat(request.error()).isEqualTo(IcmpError.HOST_UNREACHABLE);
          assertThat(request.from()).isEqualTo(TwoHosts.A);
          hosts.rest(5 * SECOND); // ARP gives up, too
          assertThat(hosts.b.statistics().get(DropReason.ICMP_BAD_QUOTE)).isEqualTo(CPUS - 1);
        });
  }

  /** The first request with an identifier cannot be delivered, says A. */
  private static byte[] refusal(int id) {
    byte[] quote =
        Packets.ip(1, TwoHosts.B, NOBODY, Packets.icmp(8, 0, id << 16, new byte[0])).build();
    byte[] error = Packets.ip(1, TwoHosts.A, TwoHosts.B, Packets.icmp(3, 1, 0, quote)).build();
    return Packets.ether(MAC_OF_B, MacAddress.parse("02:00:00:00:00:01"), 0x0800, error);
  }

  @Test
  void aReplyThatDiffersIsNone() {
    TwoHosts.run(
        hosts -> {
          hosts.user(
              "liar",
              () -> {
                hosts.rest(SECOND);
                for (int id = 0; id < CPUS; id++) {
                  hosts.receiveAtB(reply(NOBODY, id << 16, new byte[9])); // too long
                  hosts.receiveAtB(reply(NOBODY, id << 16, new byte[8])); // other data
                  hosts.receiveAtB(reply(NOBODY, id << 16 | 1, Packets.ramp(8))); // other number
                  hosts.receiveAtB(reply(TwoHosts.A, id << 16, Packets.ramp(8))); // other host
                }
              });
          EchoRequest request = hosts.b.echoRequest(NOBODY);
          assertThat(request.ask(8, 9 * SECOND)).isEqualTo(Outcome.TIMED_OUT);
          assertThat(hosts.b.statistics().get(DropReason.ICMP_UNASKED_ECHO_REPLY))
              .isEqualTo(4 * CPUS);
        });
  }

  private static byte[] reply(int from, int idAndNumber, byte[] data) {
    byte[] reply = Packets.ip(1, from, TwoHosts.B, Packets.icmp(0, 0, idAndNumber, data)).build();
    return Packets.ether(MAC_OF_B, MacAddress.parse("02:00:00:00:00:01"), 0x0800, reply);
  }
}
