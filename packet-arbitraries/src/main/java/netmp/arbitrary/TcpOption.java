package netmp.arbitrary;

import java.util.List;

/** An option of TCP (RFC 9293 section 3.2). The end of the list is written where it is needed. */
public sealed interface TcpOption {

  /**
   * Its kind.
   *
   * @return 1..255
   */
  int kind();

  /**
   * How much it takes of the header.
   *
   * @return in bytes, 1..40
   */
  int length();

  /**
   * Whether it has a place in segments with SYN only.
   *
   * @return true if it is negotiated there
   */
  default boolean isForSyn() {
    return false;
  }

  /** One byte of padding (RFC 9293 section 3.2). */
  record NoOperation() implements TcpOption {
    @Override
    public int kind() {
      return 1;
    }

    @Override
    public int length() {
      return 1;
    }
  }

  /**
   * Maximum segment size (RFC 9293 section 3.7.1).
   *
   * @param size in bytes, 0..65535
   */
  record Mss(int size) implements TcpOption {

    /** Refuses more than 16 bits. */
    public Mss {
      Range.bits("the maximum segment size", size, 16);
    }

    @Override
    public int kind() {
      return 2;
    }

    @Override
    public int length() {
      return 4;
    }

    @Override
    public boolean isForSyn() {
      return true;
    }
  }

  /**
   * Window scale (RFC 7323 section 2.2).
   *
   * @param shift in bits, 0..255; more than 14 counts as 14
   */
  record WindowScale(int shift) implements TcpOption {

    /** Refuses more than 8 bits. */
    public WindowScale {
      Range.bits("the window scale", shift, 8);
    }

    @Override
    public int kind() {
      return 3;
    }

    @Override
    public int length() {
      return 3;
    }

    @Override
    public boolean isForSyn() {
      return true;
    }
  }

  /** Selective acknowledgments may be sent (RFC 2018 section 2). */
  record SackPermitted() implements TcpOption {
    @Override
    public int kind() {
      return 4;
    }

    @Override
    public int length() {
      return 2;
    }

    @Override
    public boolean isForSyn() {
      return true;
    }
  }

  /**
   * Selective acknowledgment (RFC 2018 section 3).
   *
   * @param blocks what was received, 1..4 of them
   */
  record Sack(List<Block> blocks) implements TcpOption {

    /**
     * What was received in one piece.
     *
     * @param left its first sequence number
     * @param right the sequence number behind it
     */
    public record Block(int left, int right) {}

    /** Refuses more blocks than a header has room for. */
    public Sack {
      blocks = List.copyOf(blocks);
      Range.check("the number of SACK blocks", blocks.size(), 1, 4);
    }

    @Override
    public int kind() {
      return 5;
    }

    @Override
    public int length() {
      return 2 + 8 * blocks.size();
    }
  }

  /**
   * Timestamps (RFC 7323 section 3.2).
   *
   * @param value the sender's clock
   * @param echo the clock of the other end that was last heard of; 0 in the first segment
   */
  record Timestamps(int value, int echo) implements TcpOption {
    @Override
    public int kind() {
      return 8;
    }

    @Override
    public int length() {
      return 10;
    }
  }

  /**
   * User timeout (RFC 5482 section 3).
   *
   * @param minutes whether the timeout is in minutes, not in seconds
   * @param timeout 0..32767
   */
  record UserTimeout(boolean minutes, int timeout) implements TcpOption {

    /** Refuses more than 15 bits. */
    public UserTimeout {
      Range.bits("the user timeout", timeout, 15);
    }

    @Override
    public int kind() {
      return 28;
    }

    @Override
    public int length() {
      return 4;
    }
  }

  /**
   * Fast open (RFC 7413 section 4.1.1).
   *
   * @param cookie 4..16 bytes, an even number; or none, which asks for one
   */
  record FastOpen(Octets cookie) implements TcpOption {

    /** Refuses what is no cookie. */
    public FastOpen {
      int bytes = cookie.length();
      if (bytes != 0 && (bytes < 4 || bytes > 16 || bytes % 2 != 0)) {
        throw new IllegalArgumentException(
            "a cookie has " + bytes + " bytes; it must have 0, or an even number of 4..16");
      }
    }

    @Override
    public int kind() {
      return 34;
    }

    @Override
    public int length() {
      return 2 + cookie.length();
    }

    @Override
    public boolean isForSyn() {
      return true;
    }
  }

  /**
   * An option of any other kind.
   *
   * @param kind 2..255
   * @param data behind kind and length, of 38 bytes at most
   */
  record Other(int kind, Octets data) implements TcpOption {

    /** Refuses what no option can be. */
    public Other {
      Range.check("the kind of a TCP option", kind, 2, 0xff);
      Range.check("the data of a TCP option", data.length(), 0, 38);
    }

    @Override
    public int length() {
      return 2 + data.length();
    }
  }
}
