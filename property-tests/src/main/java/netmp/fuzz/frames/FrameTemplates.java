package netmp.fuzz.frames;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import netmp.fuzz.frames.Step.Frame;

/** Frames of the peer, 10.0.0.1, one of each kind, to be put in anywhere. */
final class FrameTemplates {

  private static final String ETHERNET = "02000000000b 02000000000a 0800 ";
  private static final String ADDRESSES = "0a000001 0a000002 ";
  private static final String IP_OF_UDP = "4500 0000 0001 0000 4011 0000 " + ADDRESSES;
  private static final String IP_OF_ICMP = "4500 0000 0001 0000 4001 0000 " + ADDRESSES;
  private static final String IP_OF_TCP = "4500 0000 0001 4000 4006 0000 " + ADDRESSES;

  /** To a listener; sequence number and acknowledgment are what is answered. */
  private static final String NEW_FLOW = "1770 0007 00000000 00000000 ";

  /** From where a user connects to. */
  private static final String FLOW = "1388 0fa0 00000000 00000000 ";

  private static final String[] TEXTS = {
    ETHERNET + IP_OF_TCP + NEW_FLOW + "5002 ffff 0000 0000",
    ETHERNET
        + IP_OF_TCP
        + NEW_FLOW
        + "b002 ffff 0000 0000 020405b4 01030307 0402 080a 00000001 00000000 0101 0000",
    ETHERNET + IP_OF_TCP + NEW_FLOW + "5010 ffff 0000 0000",
    ETHERNET + IP_OF_TCP + NEW_FLOW + "5018 ffff 0000 0000 68656c6c6f",
    ETHERNET + IP_OF_TCP + NEW_FLOW + "5011 ffff 0000 0000",
    ETHERNET + IP_OF_TCP + NEW_FLOW + "5014 ffff 0000 0000",
    ETHERNET + IP_OF_TCP + FLOW + "5012 ffff 0000 0000",
    ETHERNET
        + IP_OF_TCP
        + FLOW
        + "a012 ffff 0000 0000 020405b4 01030307 0402 080a 00000001 00000000",
    ETHERNET + IP_OF_TCP + FLOW + "5010 ffff 0000 0000",
    ETHERNET + IP_OF_TCP + FLOW + "5018 ffff 0000 0000 68656c6c6f",
    ETHERNET + IP_OF_TCP + FLOW + "8010 ffff 0000 0000 0101 050a 00000001 00000100",
    ETHERNET + IP_OF_TCP + FLOW + "8018 ffff 0000 0000 0101 080a 00000002 00000000 68656c6c6f",
    ETHERNET + IP_OF_TCP + FLOW + "5038 ffff 0000 0003 68656c6c6f",
    ETHERNET + IP_OF_TCP + FLOW + "5011 ffff 0000 0000",
    ETHERNET + IP_OF_TCP + FLOW + "5004 ffff 0000 0000",
    ETHERNET + IP_OF_UDP + "1388 0009 0000 0000 68656c6c6f",
    ETHERNET + IP_OF_UDP + "1388 000b 0000 0000 68656c6c6f",
    ETHERNET + IP_OF_UDP + "1388 0063 0000 0000 68656c6c6f",
    "01005e0000fb 02000000000a 0800 4500 0000 0001 0000 0111 0000 0a000001 e00000fb"
        + "1388 0009 0000 0000 68656c6c6f",
    ETHERNET + IP_OF_ICMP + "0800 0000 0001 0001 68656c6c6f",
    ETHERNET + IP_OF_ICMP + "0303 0000 00000000",
    ETHERNET + IP_OF_ICMP + "0304 0000 00000240",
    ETHERNET + IP_OF_ICMP + "0b00 0000 00000000",
    ETHERNET
        + "4500 0000 0001 2000 4011 0000 "
        + ADDRESSES
        + "1388 0009 0018 0000 0000000000000000",
    ETHERNET + "4500 0000 0001 0002 4011 0000 " + ADDRESSES + "0000000000000000",
    "01005e000001 02000000000a 0800 4600 0000 0001 0000 0102 0000 0a000001 e0000001 94040000"
        + "1164 0000 00000000",
    "ffffffffffff 02000000000a 0806 0001 0800 0604 0001 02000000000a 0a000001 000000000000"
        + " 0a000002",
    "02000000000b 02000000000a 0806 0001 0800 0604 0002 02000000000a 0a000001 02000000000b"
        + " 0a000002",
    "ffffffffffff 02000000000c 0806 0001 0800 0604 0001 02000000000c 0a000002 000000000000"
        + " 0a000002",
    "02000000000b 02000000000a 0800 4500 0000 0001 0000 4011 0000 0a0000fe 0a000002"
        + dhcp("350102"),
    "02000000000b 02000000000a 0800 4500 0000 0001 0000 4011 0000 0a0000fe 0a000002"
        + dhcp("350105"),
  };

  private static final byte[][] FRAMES =
      Arrays.stream(TEXTS).map(FrameTemplates::frame).toArray(byte[][]::new);

  private FrameTemplates() {}

  /** A reply of a server with an option in front of the others. */
  private static String dhcp(String option) {
    return "0043 0044 0000 0000 02010600 00000000 00000000 00000000 0a000002 0a0000fe 00000000"
        + "02000000000b"
        + "00".repeat(202)
        + "63825363"
        + option
        + "36040a0000fe 33040000003c 0104ffffff00 03040a0000fe ff";
  }

  private static byte[] frame(String text) {
    byte[] frame = HexFormat.of().parseHex(text.replace(" ", ""));
    Packet.setLengths(frame);
    return frame;
  }

  /** One of them, that fits the moment. */
  static Frame any(RandomGenerator random) {
    return new Frame(1, true, true, FRAMES[random.nextInt(FRAMES.length)].clone());
  }
}
