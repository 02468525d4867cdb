package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToeplitzTest {

  /** The key of Microsoft's verification suite. */
  private static final byte[] KEY =
      HexFormat.of()
          .parseHex(
              "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da3"
                  + "8030f20c6a42b73bbeac01fa");

  /** "Verifying the RSS Hash Calculation", its table for IPv4. */
  @ParameterizedTest
  @CsvSource({
    "161.142.100.80, 1766, 66.9.149.187, 2794, 323e8fc2, 51ccc178",
    "65.69.140.83, 4739, 199.92.111.2, 14230, d718262a, c626b0ea",
    "12.22.207.184, 38024, 24.19.198.95, 12898, d2d0a5de, 5c2b394a",
    "209.142.163.6, 2217, 38.27.205.30, 48228, 82989176, afc7327f",
    "202.188.127.2, 1303, 153.39.163.191, 44251, 5d1809c5, 10e828a2"
  })
  void theVerificationSuite(
      String destination,
      int destinationPort,
      String source,
      int sourcePort,
      String ofAddresses,
      String ofFlow) {
    Toeplitz hash = new Toeplitz(KEY);
    int from = address(source);
    int to = address(destination);
    assertThat(hash.of(from, to)).isEqualTo(HexFormat.fromHexDigits(ofAddresses));
    assertThat(hash.of(from, to, sourcePort, destinationPort))
        .isEqualTo(HexFormat.fromHexDigits(ofFlow));
  }

  private static int address(String dotted) {
    return Arrays.stream(dotted.split("\\."))
        .mapToInt(Integer::parseInt)
        .reduce(0, (address, octet) -> address << 8 | octet);
  }

  @Test
  void theKeyOfTheSuiteIsNotSymmetric() {
    Toeplitz hash = new Toeplitz(KEY);
    assertThat(hash.of(0x0a000001, 0x0a000002)).isNotEqualTo(hash.of(0x0a000002, 0x0a000001));
  }

  @Test
  void aShortKeyIsRefused() {
    byte[] key = new byte[Toeplitz.KEY_BYTES - 1];
    assertThatThrownBy(() -> new Toeplitz(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a Toeplitz key of 15 bytes is too short; give at least 16");
  }
}
