package netmp.drill;

import java.util.ArrayList;
import java.util.List;
import netmp.drill.Packet.Option;

/** Packets in the notation of tcpdump that scripts use. */
final class PacketText {

  private static final String FLAGS = "FSRP.UEW";

  private PacketText() {}

  static String of(Packet packet) {
    return switch (packet.protocol) {
      case Packet.TCP -> tcp(packet);
      case Packet.UDP -> "udp (" + packet.length + ")";
      default -> "icmp " + Icmp.text(packet.icmpType, packet.icmpCode);
    };
  }

  private static String tcp(Packet packet) {
    StringBuilder text = new StringBuilder(flags(packet.flags));
    long seq = packet.seq & 0xffff_ffffL;
    text.append(" %d:%d(%d)".formatted(seq, seq + packet.length & 0xffff_ffffL, packet.length));
    if (packet.has(Packet.ACK)) {
      text.append(" ack ").append(Integer.toUnsignedString(packet.ack));
    }
    if (packet.window >= 0) {
      text.append(" win ").append(packet.window);
    }
    if (packet.has(Packet.URG)) {
      text.append(" urg ").append(packet.urgent);
    }
    if (!packet.options.isEmpty()) {
      text.append(" <").append(options(packet.options)).append('>');
    }
    return text.toString();
  }

  /** In tcpdump's order: the dot is behind the letters that often go with it. */
  static String flags(int flags) {
    StringBuilder text = new StringBuilder();
    for (char flag : "FSRPUEW.".toCharArray()) {
      if ((flags & 1 << FLAGS.indexOf(flag)) != 0) {
        text.append(flag);
      }
    }
    return text.isEmpty() ? "-" : text.toString();
  }

  /** The bits of a word such as "PF."; -1 if there is none for a letter. */
  static int flags(String word) {
    int bits = 0;
    for (int i = 0; i < word.length(); i++) {
      int bit = FLAGS.indexOf(word.charAt(i));
      if (bit < 0) {
        return -1;
      }
      bits |= 1 << bit;
    }
    return bits;
  }

  private static String options(List<Option> options) {
    List<String> words = new ArrayList<>();
    options.forEach(option -> words.add(option(option)));
    return String.join(",", words);
  }

  private static String option(Option option) {
    byte[] data = option.data();
    return switch (option.kind() << 8 | option.length()) {
      case 1 -> "eol";
      case 1 << 8 | 1 -> "nop";
      case 2 << 8 | 4 -> "mss " + Bytes.u16(data, 0);
      case 3 << 8 | 3 -> "wscale " + data[0];
      case 4 << 8 | 2 -> "sackOK";
      case Packet.TIMESTAMPS << 8 | 10 ->
          "TS val %s ecr %s"
              .formatted(
                  Integer.toUnsignedString(option.word(0)),
                  Integer.toUnsignedString(option.word(1)));
      default -> option.kind() == Packet.SACK ? sack(option) : "kind " + option.kind();
    };
  }

  private static String sack(Option option) {
    StringBuilder text = new StringBuilder("sack");
    for (int i = 0; i + 1 < option.words(); i += 2) {
      text.append(' ')
          .append(Integer.toUnsignedString(option.word(i)))
          .append(':')
          .append(Integer.toUnsignedString(option.word(i + 1)));
    }
    return text.toString();
  }
}
