package netmp.tcp;

/** Layout of the TCP header (RFC 9293 section 3.1) and of its options. */
final class TcpHeader {

  static final int MIN_LENGTH = 20;
  static final int MAX_LENGTH = 60;

  static final int SOURCE_PORT = 0;
  static final int DESTINATION_PORT = 2;
  static final int SEQUENCE = 4;
  static final int ACKNOWLEDGMENT = 8;

  /** Data offset in 32-bit words, four bits; four reserved bits; eight flags. */
  static final int OFFSET_AND_FLAGS = 12;

  static final int WINDOW = 14;
  static final int CHECKSUM = 16;
  static final int URGENT = 18;

  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int PSH = 0x08;
  static final int ACK = 0x10;
  static final int URG = 0x20;

  /** RFC 3168. */
  static final int ECE = 0x40;

  static final int CWR = 0x80;

  static final int FLAGS = 0xff;

  static final int OPTION_END = 0;
  static final int OPTION_NOP = 1;

  /** RFC 9293 section 3.7.1. */
  static final int OPTION_MSS = 2;

  /** RFC 7323 section 2.2. */
  static final int OPTION_WINDOW_SCALE = 3;

  /** RFC 2018 section 2. */
  static final int OPTION_SACK_PERMITTED = 4;

  /** RFC 2018 section 3. */
  static final int OPTION_SACK = 5;

  /** RFC 7323 section 3.2. */
  static final int OPTION_TIMESTAMPS = 8;

  static final int MSS_LENGTH = 4;
  static final int WINDOW_SCALE_LENGTH = 3;
  static final int SACK_PERMITTED_LENGTH = 2;
  static final int TIMESTAMPS_LENGTH = 10;

  /** Bytes of one block of a SACK option. */
  static final int SACK_BLOCK = 8;

  private TcpHeader() {}
}
