package netmp.arbitrary;

/**
 * How far a part of a packet goes: as its receiver sees it, who believes the length field.
 *
 * @param start byte that the length counts from
 * @param unit bytes in one unit of the length
 * @param length the field; {@link Place#NONE} for an end at the start
 */
record Extent(int start, int unit, Place length) {

  /** Ends at a byte, whatever fields say. */
  static Extent fixed(int end) {
    return new Extent(end, 0, Place.NONE);
  }

  int end(byte[] bytes) {
    return start + unit * (int) length.get(bytes);
  }

  Extent moved(String prefix, int by) {
    return new Extent(start + by, unit, length.moved(prefix, by));
  }
}
