package netmp.arbitrary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a packet field by field, and notes where they are. */
final class LayoutWriter {

  private final List<Place> places = new ArrayList<>();
  private final List<Checksum> checksums = new ArrayList<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private byte[] bytes = new byte[128];
  private int bit;

  /** How many whole bytes are written. */
  int position() {
    return bit / Byte.SIZE;
  }

  Place put(String name, int bits, long value) {
    Place place = place(name, bits);
    place.set(bytes, value);
    return place;
  }

  Place put(String name, boolean value) {
    return put(name, 1, value ? 1 : 0);
  }

  /** No bytes are no field. */
  void put(String name, Octets data) {
    if (data.length() > 0) {
      Place place = place(name, data.length() * Byte.SIZE);
      System.arraycopy(data.toByteArray(), 0, bytes, place.firstByte(), data.length());
    }
  }

  /** Writes a number into a field that could not be known when the field was written. */
  void set(Place place, long value) {
    place.set(bytes, value);
  }

  /** Zeros up to a multiple of 4 bytes behind some position. */
  void pad(String name, int from) {
    int missing = -(position() - from) & 3;
    put(name, Octets.of(new byte[missing]));
  }

  void add(Checksum checksum) {
    checksums.add(checksum);
  }

  /** The beginning of another packet, with those of its checksums that can be seen to be right. */
  void append(String prefix, Layout layout, int length) {
    int at = position();
    byte[] part = Arrays.copyOf(layout.bytes(), length);
    for (Place place : layout.places()) {
      if (place.firstByte() < length) {
        places.add(place.upTo(length).moved(prefix, at));
      }
    }
    for (Checksum checksum : layout.checksums()) {
      if (checksum.isWithin(part)) {
        checksums.add(checksum.moved(prefix, at));
      }
    }
    reserve(length * Byte.SIZE);
    System.arraycopy(part, 0, bytes, at, length);
    bit += length * Byte.SIZE;
  }

  Layout finish() {
    byte[] packet = Arrays.copyOf(bytes, position());
    checksums.forEach(checksum -> checksum.write(packet));
    return new Layout(Octets.of(packet), List.copyOf(places), List.copyOf(checksums));
  }

  private Place place(String name, int bits) {
    reserve(bits);
    int use = uses.merge(name, 1, Integer::sum);
    Place place = new Place(use == 1 ? name : name + "#" + use, bit, bits);
    places.add(place);
    bit += bits;
    return place;
  }

  private void reserve(int bits) {
    int needed = (bit + bits + Byte.SIZE - 1) / Byte.SIZE;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
  }
}
