package netmp.arbitrary;

/** Checks of what records are made of. */
final class Range {

  private Range() {}

  /** Refuses a number that its field cannot hold. */
  static void check(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " is " + value + "; it must be " + least + ".." + most);
    }
  }

  /** Refuses an unsigned number of more than some bits. */
  static void bits(String what, long value, int bits) {
    check(what, value, 0, (1L << bits) - 1);
  }
}
