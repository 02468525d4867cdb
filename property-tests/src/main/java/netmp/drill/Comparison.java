package netmp.drill;

import java.util.Arrays;
import java.util.List;
import netmp.drill.Event.PacketEvent;
import netmp.drill.Event.TosCheck;
import netmp.drill.Packet.Option;

/** Whether a packet of the stack is what the script expects. Both in the script's numbers. */
final class Comparison {

  private static final int ECN = 3;

  private final Setting setting;
  private final boolean strict;

  /** A strict one also looks at echoed timestamps. */
  Comparison(Setting setting, boolean strict) {
    this.setting = setting;
    this.strict = strict;
  }

  /**
   * Compares.
   *
   * @throws Mismatch if something is different
   */
  void check(PacketEvent expected, Packet actual) {
    Packet script = expected.packet();
    check("ipv4_protocol", script.protocol, actual.protocol);
    checkTypeOfService(expected.tosCheck(), script.typeOfService, actual.typeOfService);
    if (script.timeToLive != 0) {
      check("ttl", script.timeToLive, actual.timeToLive);
    }
    switch (script.protocol) {
      case Packet.TCP -> checkTcp(expected, actual);
      case Packet.UDP -> check("udp_len", 8 + script.length, 8 + actual.length);
      default -> {
        check("icmp_type", script.icmpType, actual.icmpType);
        check("icmp_code", script.icmpCode, actual.icmpCode);
        return;
      }
    }
    if (!actual.plain) {
      throw new Mismatch("incorrect outbound data payload");
    }
  }

  private static void checkTypeOfService(TosCheck check, int script, int actual) {
    switch (check) {
      case ECN -> check("ip_ecn", script, actual & ECN);
      case TOS -> check("tos", script, actual);
      case ECT01 -> {
        if ((actual & ECN) != 1 && (actual & ECN) != 2) {
          throw new Mismatch(
              "live packet field ip_ecn: expected: 0x1 or 0x2 vs actual: 0x" + (actual & ECN));
        }
      }
      case NONE -> {}
    }
  }

  private void checkTcp(PacketEvent expected, Packet actual) {
    Packet script = expected.packet();
    if (!expected.anyOptions()) {
      int header = 5;
      check(
          "tcp_data_offset", header + script.optionBytes() / 4, header + actual.optionBytes() / 4);
    }
    checkFlags(script.flags, actual.flags);
    check("tcp_seq", script.seq, actual.seq);
    check("tcp_ack_seq", script.ack, actual.ack);
    if (!expected.anyWindow()) {
      check("tcp_window", script.window, actual.window);
    }
    check("tcp_urg_ptr", script.urgent, actual.urgent);
    if (script.length != actual.length) {
      throw new Mismatch(
          "live packet payload: expected %d bytes vs actual %d bytes"
              .formatted(script.length, actual.length));
    }
    if (!expected.anyOptions()) {
      checkOptions(script.options, actual.options);
    }
  }

  private static void checkFlags(int script, int actual) {
    List<String> names = List.of("fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr");
    for (int i = 0; i < names.size(); i++) {
      check("tcp_" + names.get(i), script >> i & 1, actual >> i & 1);
    }
    check("tcp_reserved_bits", 0, actual >> names.size());
  }

  private void checkOptions(List<Option> script, List<Option> actual) {
    if (!kinds(script).equals(kinds(actual))) {
      throw new Mismatch("bad outbound TCP options");
    }
    for (int i = 0; i < script.size(); i++) {
      checkOption(script.get(i), actual.get(i));
    }
  }

  private static List<Integer> kinds(List<Option> options) {
    return options.stream().map(Option::kind).toList();
  }

  private void checkOption(Option script, Option actual) {
    if (script.length() != actual.length()) {
      throw new Mismatch("bad lengths for outbound TCP option " + script.kind());
    }
    if (script.kind() == Packet.TIMESTAMPS) {
      checkTimestamps(script, actual);
    } else if (!Arrays.equals(script.data(), actual.data())) {
      throw new Mismatch("bad value outbound TCP option " + script.kind());
    }
  }

  private void checkTimestamps(Option script, Option actual) {
    long off = Math.abs((long) actual.word(0) - script.word(0)) * setting.timestampTick;
    if (off > setting.tolerance) {
      throw new Mismatch(
          "bad outbound TCP timestamp value, tolerance " + setting.tolerance + " usec");
    }
    if (strict) {
      check("tcp_ts_ecr", script.word(1), actual.word(1));
    }
  }

  static void check(String field, int expected, int actual) {
    if (expected != actual) {
      throw new Mismatch(
          "live packet field %s: expected: %s (0x%x) vs actual: %s (0x%x)"
              .formatted(
                  field,
                  Integer.toUnsignedString(expected),
                  expected,
                  Integer.toUnsignedString(actual),
                  actual));
    }
  }
}
