package netmp.dns;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names as text: labels with dots between, none at the end, in lower case, since names that differ
 * in case are the same (RFC 4343). The root is the empty name.
 */
final class DnsName {

  /** RFC 1035 section 2.3.4: in octets, with lengths and the root. */
  static final int MAX_LENGTH = 255;

  static final int MAX_LABEL = 63;

  private DnsName() {}

  /** Whether text is a name that can be asked for. */
  static boolean isValid(String name) {
    if (name.isEmpty()) {
      return true;
    }
    for (String label : name.split("\\.", -1)) {
      boolean good =
          !label.isEmpty()
              && label.length() <= MAX_LABEL
              && label.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
      if (!good) {
        return false;
      }
    }
    return name.length() + 2 <= MAX_LENGTH;
  }

  static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * A label as text. What would be taken for something else is written as in RFC 1035 section 5.1,
   * which no name that is asked for has.
   */
  static String label(byte[] bytes, int at, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = at; i < at + length; i++) {
      int c = bytes[i] & 0xff;
      if (c == '.' || c == '\\' || c <= ' ' || c >= 0x7f) {
        text.append('\\').append((char) ('0' + c / 100));
        text.append((char) ('0' + c / 10 % 10)).append((char) ('0' + c % 10));
      } else {
        text.append(Character.toLowerCase((char) c));
      }
    }
    return text.toString();
  }

  /** The labels as they are sent. */
  static byte[] octets(String name) {
    if (name.isEmpty()) {
      return new byte[1];
    }
    byte[] text = ("." + name).getBytes(StandardCharsets.ISO_8859_1);
    byte[] octets = new byte[text.length + 1];
    int begin = 0;
    for (int i = 1; i <= text.length; i++) {
      if (i == text.length || text[i] == '.') {
        octets[begin] = (byte) (i - begin - 1);
        begin = i;
      } else {
        octets[i] = text[i];
      }
    }
    return octets;
  }

  /** The name under which an address's name is (RFC 1035 section 3.5). */
  static String reverse(int address) {
    return (address & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 24)
        + ".in-addr.arpa";
  }
}
