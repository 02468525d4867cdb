package netmp.inet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.9.0.1", "127.0.0.1", "224.0.0.1", "255.255.255.255"})
  void ipv4AddressesSurviveFormatting(String text) {
    assertThat(IpAddress.format(IpAddress.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.-4",
        "1.2.3.4 ",
        "a.b.c.d",
        "1..2.3"
      })
  void whatIsNoIpv4AddressIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpAddress.parse(text))
        .withMessageContaining("\"" + text + "\"");
  }

  @Test
  void macAddressesSurviveFormatting() {
    assertThat(MacAddress.parse("02:00:5e:00:a0:0B")).isEqualTo(0x0200_5e00_a00bL);
    assertThat(MacAddress.format(0x0200_5e00_a00bL)).isEqualTo("02:00:5e:00:a0:0b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02:00:00:00:00", "02:00:00:00:00:0g", "020000000001"})
  void whatIsNoMacAddressIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MacAddress.parse(text))
        .withMessageContaining("\"" + text + "\"");
  }

  @Test
  void groupsAreTold() {
    assertThat(MacAddress.isGroup(MacAddress.BROADCAST)).isTrue();
    assertThat(MacAddress.isGroup(MacAddress.parse("01:00:5e:00:00:01"))).isTrue();
    assertThat(MacAddress.isGroup(MacAddress.parse("02:00:00:00:00:0b"))).isFalse();
    assertThat(MacAddress.format(MacAddress.ofGroup(IpAddress.parse("239.129.2.3"))))
        .isEqualTo("01:00:5e:01:02:03");
    assertThat(IpAddress.isMulticast(IpAddress.parse("224.0.0.0"))).isTrue();
    assertThat(IpAddress.isMulticast(IpAddress.parse("239.255.255.255"))).isTrue();
    assertThat(IpAddress.isMulticast(IpAddress.parse("223.255.255.255"))).isFalse();
    assertThat(IpAddress.isMulticast(IpAddress.parse("240.0.0.0"))).isFalse();
  }
}
