package netmp.ether;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netmp.inet.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfacesTest {

  private static int ip(String text) {
    return IpAddress.parse(text);
  }

  private static NetworkInterface nif(String address, int length, int mtu) {
    return new NetworkInterface("n", 0x0200_0000_0001L, ip(address), length, 0, mtu);
  }

  /** The address on the first is that of all hosts on the second. */
  private final Interfaces two =
      new Interfaces(List.of(nif("10.0.0.255", 16, 9000), nif("10.0.0.1", 24, 1400)));

  @ParameterizedTest
  @CsvSource({
    "10.0.0.255, 0, true",
    "10.0.0.1, 1, true",
    "127.0.0.1, , true",
    "10.0.0.9, , false",
    "0.0.0.0, , false"
  })
  void whatIsOurs(String address, Integer number, boolean ours) {
    Ifnet of = two.of(ip(address));
    assertThat(of == null ? null : of.number()).isEqualTo(number);
    assertThat(two.isOurs(ip(address))).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "255.255.255.255, 0",
    "10.0.255.255, 0",
    "10.0.0.0, 0",
    "10.0.0.255,",
    "10.0.1.255,",
    "10.0.0.9,"
  })
  void whatMeansAllHosts(String address, Integer number) {
    Ifnet of = two.broadcasting(ip(address));
    assertThat(of == null ? null : of.number()).isEqualTo(number);
    assertThat(two.isBroadcast(ip(address))).isEqualTo(number != null);
    assertThat(two.isHost(ip(address))).isEqualTo(number == null);
  }

  @Test
  void withoutAnAddressAnInterfaceHasNoNeighboursAndIsNotTheFirst() {
    assertThat(two.isOnLink(ip("10.0.9.9"))).isTrue();
    assertThat(two.isOnLink(ip("10.9.9.9"))).isFalse();
    two.get(0).configure(two.get(0).nif().withoutAddress());
    assertThat(two.isOnLink(ip("10.0.9.9"))).isFalse();
    assertThat(two.isOnLink(ip("10.0.0.9"))).isTrue();
    assertThat(two.first().number()).isEqualTo(1);
    assertThat(two.broadcasting(IpAddress.BROADCAST).number()).isEqualTo(1);
    assertThat(two.isBroadcast(ip("10.0.0.255"))).as("it is not ours any more").isTrue();
    two.get(1).configure(two.get(1).nif().withoutAddress());
    assertThat(two.first().number()).isZero();
    assertThat(two.of(IpAddress.ANY)).isNull();
  }

  @Test
  void allTakeWhatTheNarrowestTakes() {
    assertThat(two.size()).isEqualTo(2);
    assertThat(two.leastMtu()).isEqualTo(1400);
  }
}
