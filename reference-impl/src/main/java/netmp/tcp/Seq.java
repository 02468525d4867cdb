package netmp.tcp;

/** Arithmetic of sequence numbers, which wrap (RFC 9293 section 3.4). Any thread. */
final class Seq {

  private Seq() {}

  static boolean before(int a, int b) {
    return a - b < 0;
  }

  static boolean after(int a, int b) {
    return a - b > 0;
  }

  static int max(int a, int b) {
    return after(a, b) ? a : b;
  }

  static int min(int a, int b) {
    return before(a, b) ? a : b;
  }

  /** Whether from =&lt; seq &lt; from + length; length is at most 2^31. */
  static boolean within(int seq, int from, int length) {
    return Integer.compareUnsigned(seq - from, length) < 0;
  }
}
