package netmp.arbitrary;

/** What is done to a packet at a place. */
public sealed interface Change {

  /**
   * Something is added to a number; it wraps around.
   *
   * @param what positive or negative
   */
  record Add(int what) implements Change {}

  /**
   * A number becomes another, of which the field takes the lowest bits.
   *
   * @param value the number
   */
  record Set(long value) implements Change {}

  /**
   * A bit is flipped.
   *
   * @param bit of the field, 0 is the first on the wire
   */
  record Flip(int bit) implements Change {

    /** Refuses bits before the field. */
    public Flip {
      Range.check("the bit to flip", bit, 0, Integer.MAX_VALUE);
    }
  }

  /** The frame ends before the field, and the lengths in it tell of more. */
  record CutFrame() implements Change {}

  /** The datagram ends before the field, and its total length and checksums say so. */
  record CutDatagram() implements Change {}
}
