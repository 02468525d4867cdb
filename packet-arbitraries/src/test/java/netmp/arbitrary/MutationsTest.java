package netmp.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import netmp.arbitrary.TcpOption.Mss;
import org.junit.jupiter.api.Test;

/** Mutations, one by one, of a SYN with one option: 20 bytes of IP at 14, 24 of TCP at 34. */
class MutationsTest {

  private static final Endpoint A = new Endpoint(new MacAddress(1), new Ipv4Address(1), 1);
  private static final Endpoint B = new Endpoint(new MacAddress(2), new Ipv4Address(2), 2);
  private static final Ethernet SYN = syn();

  private static Ethernet syn() {
    Flow flow = new Flow(A, B);
    List<TcpOption> options = List.of(new Mss(1460));
    Tcp segment = new Tcp(1, 2, 7, 0, Set.of(TcpFlag.SYN), 9, 0, options, Octets.NONE);
    return Ethernet.of(flow, Ipv4.of(flow, segment));
  }

  private static byte[] mutate(String place, Change change) {
    return new Mutated(SYN, List.of(new Mutation(place, change))).encode();
  }

  /** Takes bytes of the checksums out. */
  private static byte[] withoutSums(byte... frame) {
    byte[] copy = frame.clone();
    for (int at : new int[] {24, 25, 50, 51}) {
      copy[at] = 0;
    }
    return copy;
  }

  private static void assertChanged(byte[] frame, int at, int value) {
    byte[] expected = SYN.encode();
    expected[at] = (byte) value;
    assertThat(withoutSums(frame)).isEqualTo(withoutSums(expected));
  }

  @Test
  void numbersChange() {
    assertChanged(mutate("ipv4.totalLength", new Change.Add(1)), 17, 45);
    assertChanged(mutate("tcp.dataOffset", new Change.Set(15)), 46, 0xf0);
    assertChanged(mutate("tcp.mss.length", new Change.Set(0)), 55, 0);
    assertChanged(mutate("tcp.mss.length", new Change.Set(1)), 55, 1);
    assertChanged(mutate("tcp.mss.length", new Change.Set(255)), 55, 255);
    assertChanged(mutate("ipv4.version", new Change.Add(-5)), 14, 0xf5);
    assertChanged(mutate("tcp.syn", new Change.Flip(0)), 47, 0);
  }

  @Test
  void checksumsAreMadeRight() {
    Sums.assertGood(mutate("tcp.dataOffset", new Change.Set(15)));
    Sums.assertGood(mutate("ipv4.source", new Change.Set(77)));
    Sums.assertGood(mutate("tcp.mss.size", new Change.Flip(3)));
    Sums.assertGood(mutate("tcp.mss.size", new Change.CutDatagram()));
  }

  @Test
  void butForThoseThatAreMutated() {
    byte[] frame = mutate("tcp.checksum", new Change.Flip(0));
    assertThat(frame[50] ^ SYN.encode()[50]).isEqualTo((byte) 0x80);
    frame[50] ^= (byte) 0x80;
    assertThat(frame).isEqualTo(SYN.encode());
  }

  @Test
  void framesAndDatagramsEndEarly() {
    assertThat(mutate("tcp.window", new Change.CutFrame()))
        .isEqualTo(Arrays.copyOf(SYN.encode(), 48));
    byte[] cut = mutate("tcp.window", new Change.CutDatagram());
    assertThat(cut).hasSize(48);
    assertThat(cut[17]).isEqualTo((byte) 34);
  }

  @Test
  void mutationsAreTold() {
    Mutated mutated =
        new Mutated(
            SYN,
            List.of(
                new Mutation("ipv4.totalLength", new Change.Add(1)),
                new Mutation("tcp.dataOffset", new Change.Set(15)),
                new Mutation("tcp.checksum", new Change.Flip(2)),
                new Mutation("tcp.mss.length", new Change.CutFrame()),
                new Mutation("tcp.window", new Change.CutDatagram())));
    assertThat(mutated.toString())
        .startsWith(
            "Mutated[ipv4.totalLength + 1, tcp.dataOffset = 15, tcp.checksum, bit 2 flipped, frame"
                + " ends before tcp.mss.length, datagram ends before tcp.window] of Ethernet[");
  }

  @Test
  void whatChangesNothingIsRefused() {
    assertThatThrownBy(() -> mutate("udp.length", new Change.Add(1)))
        .hasMessageStartingWith("'udp.length + 1' changes nothing; the frame's places are [ether");
    assertThatThrownBy(() -> mutate("tcp.sequence", new Change.Set(7)))
        .hasMessageContaining("changes nothing");
    assertThatThrownBy(() -> mutate("ipv4.version", new Change.CutDatagram()))
        .hasMessageContaining("changes nothing");
    assertThatThrownBy(() -> mutate("tcp.syn", new Change.Flip(1)))
        .hasMessageContaining("changes nothing");
  }
}
