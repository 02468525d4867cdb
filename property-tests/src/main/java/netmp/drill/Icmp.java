package netmp.drill;

import java.util.List;
import java.util.Map;

/** Types and codes of ICMP by the names that scripts have for them (RFC 792, RFC 1122). */
final class Icmp {

  static final int UNREACHABLE = 3;

  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("echo_reply", 0),
          Map.entry("unreachable", UNREACHABLE),
          Map.entry("source_quench", 4),
          Map.entry("redirect", 5),
          Map.entry("echo_request", 8),
          Map.entry("time_exceeded", 11),
          Map.entry("parameter_problem", 12),
          Map.entry("timestamp_request", 13),
          Map.entry("timestamp_reply", 14),
          Map.entry("information_request", 15),
          Map.entry("information_reply", 16),
          Map.entry("address_mask_request", 17),
          Map.entry("address_mask_reply", 18));

  private static final List<String> CODES =
      List.of(
          "net_unreachable",
          "host_unreachable",
          "protocol_unreachable",
          "port_unreachable",
          "frag_needed",
          "source_route_failed",
          "net_unknown",
          "host_unknown",
          "source_host_isolated",
          "net_prohibited",
          "host_prohibited",
          "net_unreachable_for_tos",
          "host_unreachable_for_tos",
          "packet_filtered",
          "precedence_violation",
          "precedence_cutoff");

  private Icmp() {}

  /** The type of a name; -1 for none. */
  static int type(String name) {
    return TYPES.getOrDefault(name, -1);
  }

  /** The code of a name, of an error about what could not be reached; -1 for none. */
  static int code(String name) {
    return CODES.indexOf(name);
  }

  static String text(int type, int code) {
    String name =
        TYPES.entrySet().stream()
            .filter(e -> e.getValue() == type)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("type " + type);
    if (type == UNREACHABLE && code < CODES.size()) {
      return name + " " + CODES.get(code);
    }
    return code == 0 ? name : name + " code " + code;
  }
}
