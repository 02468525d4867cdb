package netmp.drill;

import java.util.ArrayList;
import java.util.List;

/**
 * A packet in words: of a script, or cut out of a frame. Mutable, for its numbers are translated.
 */
final class Packet {

  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;

  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;
  static final int URG = 32;
  static final int ECE = 64;
  static final int CWR = 128;

  static final int TIMESTAMPS = 8;
  static final int SACK = 5;

  /**
   * An option of TCP.
   *
   * @param kind 0 and 1 have no length
   * @param data what is behind the length
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares options by equals
  record Option(int kind, byte[] data) {

    int length() {
      return kind < 2 ? 1 : 2 + data.length;
    }

    int word(int index) {
      return Bytes.u32(data, 4 * index);
    }

    void setWord(int index, int value) {
      Bytes.setU32(data, 4 * index, value);
    }

    int words() {
      return data.length / 4;
    }
  }

  /** When it was sent, in nanoseconds of the execution. */
  long time;

  int protocol = TCP;
  int typeOfService;

  /** 0 of a script's packet that says nothing about it. */
  int timeToLive;

  /** 0 of a script's packet that says nothing about it. */
  int sourcePort;

  int destinationPort;

  int flags;
  int seq;
  int ack;
  int window;
  int urgent;
  List<Option> options = new ArrayList<>();

  /** Bytes of data. */
  int length;

  /** All data is zero, as everything that scripts write. */
  boolean plain = true;

  int icmpType;
  int icmpCode;

  /** The MTU of a datagram that was too long, or the identifier of an echo. */
  int icmpExtra;

  /** What an ICMP error is about: the protocol, or 0 for nothing. */
  int quotedProtocol;

  int quotedSeq;
  int quotedLength;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  Packet copy() {
    Packet copy = new Packet();
    copy.time = time;
    copy.protocol = protocol;
    copy.typeOfService = typeOfService;
    copy.timeToLive = timeToLive;
    copy.sourcePort = sourcePort;
    copy.destinationPort = destinationPort;
    copy.flags = flags;
    copy.seq = seq;
    copy.ack = ack;
    copy.window = window;
    copy.urgent = urgent;
    options.forEach(o -> copy.options.add(new Option(o.kind, o.data.clone())));
    copy.length = length;
    copy.plain = plain;
    copy.icmpType = icmpType;
    copy.icmpCode = icmpCode;
    copy.icmpExtra = icmpExtra;
    copy.quotedProtocol = quotedProtocol;
    copy.quotedSeq = quotedSeq;
    copy.quotedLength = quotedLength;
    return copy;
  }

  /** The option of a kind, or null. */
  Option option(int kind) {
    return options.stream().filter(o -> o.kind == kind).findFirst().orElse(null);
  }

  /** Bytes of options in the header, padding included. */
  int optionBytes() {
    int bytes = options.stream().mapToInt(Option::length).sum();
    return (bytes + 3) / 4 * 4;
  }
}
