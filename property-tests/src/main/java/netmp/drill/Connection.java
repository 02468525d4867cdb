package netmp.drill;

import java.util.HashMap;
import java.util.Map;
import netmp.drill.Packet.Option;

/**
 * Both ends of a flow, and what the script calls its numbers. In a segment with SYN sequence
 * numbers are absolute, in others relative to the initial sequence number of their sender. The
 * remote's numbers are the script's; those of the stack are known once its SYN was seen.
 */
final class Connection {

  /** Who began. */
  enum Role {
    /** A user of the stack has called connect. */
    ACTIVE,
    /** A packet came, or a socket is bound. */
    PASSIVE
  }

  final Role role;
  final int protocol;
  final int remotePort;

  /** 0 until the stack has chosen one. */
  int localPort;

  private int remoteFirst;

  /** The stack has acknowledged something outside of a handshake: it has the remote's number. */
  private boolean knowsRemote;

  /** Whether the stack's initial sequence number was seen. */
  private boolean knowsFirst;

  private int localFirst;
  private int scriptLocalFirst;

  /** A SYN that may be the beginning of another connection between the same ports. */
  private boolean begunAnew;

  private int nextRemoteFirst;

  private final Map<Integer, Integer> timestamps = new HashMap<>();
  private boolean anyTimestamp;
  private int firstScriptTimestamp;
  private int firstTimestamp;

  Connection(Role role, int protocol, int localPort, int remotePort) {
    this.role = role;
    this.protocol = protocol;
    this.localPort = localPort;
    this.remotePort = remotePort;
  }

  /** Whether a packet of the stack is of this flow. */
  boolean isFrom(Packet packet) {
    if (packet.protocol == Packet.ICMP) {
      return true;
    }
    boolean local = localPort == 0 || packet.sourcePort == localPort;
    return packet.protocol == protocol && local && packet.destinationPort == remotePort;
  }

  // ---- to the stack ----

  /** The first packet of a flow that the remote begins. */
  void begins(Packet script) {
    remoteFirst = script.seq;
  }

  /**
   * Translates a packet of the script to what the stack will understand.
   *
   * @param scaled a timestamp that the stack never sent is what it would be at its rate
   * @throws Mismatch if the script echoes a timestamp that the stack never sent
   */
  Packet toLive(Packet script, boolean scaled) {
    Packet live = script.copy();
    live.sourcePort = script.sourcePort == 0 ? remotePort : script.sourcePort;
    live.destinationPort = script.destinationPort == 0 ? localPort : script.destinationPort;
    if (script.protocol == Packet.ICMP) {
      live.quotedSeq += localFirst;
      return live;
    }
    if (script.protocol != Packet.TCP) {
      return live;
    }
    boolean syn = script.has(Packet.SYN);
    noteSyn(script);
    live.seq += syn ? 0 : remoteFirst;
    int offset = localFirst - (syn ? scriptLocalFirst : 0);
    if (script.has(Packet.ACK)) {
      live.ack += offset;
      echo(live, scaled);
    }
    shiftBlocks(live, offset);
    return live;
  }

  private void noteSyn(Packet script) {
    if (!script.has(Packet.SYN)) {
      return;
    }
    if (role == Role.ACTIVE && !knowsRemote) {
      remoteFirst = script.seq;
    } else if (!script.has(Packet.ACK) && script.seq != remoteFirst) {
      begunAnew = true;
      nextRemoteFirst = script.seq;
    }
  }

  private void echo(Packet live, boolean scaled) {
    Option option = live.option(Packet.TIMESTAMPS);
    if (option == null) {
      return;
    }
    int echoed = option.word(1);
    Integer known = timestamps.get(echoed);
    if (known != null) {
      option.setWord(1, known);
    } else if (scaled && anyTimestamp) {
      option.setWord(1, echoed - firstScriptTimestamp + firstTimestamp);
    } else if (anyTimestamp) {
      throw new Mismatch(
          "unable to infer live TS ecr for script TS ecr "
              + Integer.toUnsignedString(echoed)
              + ": no matching outbound TS val");
    }
  }

  private static void shiftBlocks(Packet packet, int offset) {
    for (Option option : packet.options) {
      for (int i = 0; option.kind() == Packet.SACK && i < option.words(); i++) {
        option.setWord(i, option.word(i) + offset);
      }
    }
  }

  // ---- from the stack ----

  /**
   * Learns from a packet of the stack, which the script expects, and translates it.
   *
   * @param live as the stack has sent it
   * @param script what is expected
   * @return in the script's numbers
   */
  Packet toScript(Packet live, Packet script) {
    Packet actual = live.copy();
    if (localPort == 0) {
      localPort = live.sourcePort;
    }
    if (live.protocol != Packet.TCP) {
      return actual;
    }
    learn(live, script);
    knowsRemote |= (live.flags & (Packet.ACK | Packet.SYN | Packet.RST)) == Packet.ACK;
    boolean syn = live.has(Packet.SYN);
    actual.seq -= localFirst - (syn ? scriptLocalFirst : 0);
    int offset = syn ? 0 : remoteFirst;
    if (live.has(Packet.ACK)) {
      actual.ack -= offset;
    }
    shiftBlocks(actual, -offset);
    mapTimestamp(actual, script);
    return actual;
  }

  private void learn(Packet live, Packet script) {
    boolean expected = live.has(Packet.SYN) && script.has(Packet.SYN);
    if (expected && begunAnew && live.ack == nextRemoteFirst + 1) {
      begunAnew = false;
      remoteFirst = nextRemoteFirst;
      localFirst = live.seq;
      scriptLocalFirst = script.seq;
      timestamps.clear();
      anyTimestamp = false;
    }
    if (expected && !knowsFirst) {
      knowsFirst = true;
      localFirst = live.seq;
      scriptLocalFirst = script.seq;
    }
  }

  private void mapTimestamp(Packet actual, Packet script) {
    Option expected = script.protocol == Packet.TCP ? script.option(Packet.TIMESTAMPS) : null;
    Option found = actual.option(Packet.TIMESTAMPS);
    if (found == null || found.words() < 2 || (expected == null && !anyTimestamp)) {
      return;
    }
    if (expected != null) {
      timestamps.put(expected.word(0), found.word(0));
    }
    if (!anyTimestamp) {
      anyTimestamp = true;
      firstScriptTimestamp = expected.word(0);
      firstTimestamp = found.word(0);
    }
    found.setWord(0, found.word(0) - firstTimestamp + firstScriptTimestamp);
  }
}
