package netmp.arbitrary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A change of a packet at one place, such as {@code ipv4.totalLength + 1}.
 *
 * @param place name of a field, one of {@link Ethernet#places}
 * @param change what is done to it
 */
public record Mutation(String place, Change change) {

  private static final String TOTAL_LENGTH = "ipv4.totalLength";
  private static final String CHECKSUM = ".checksum";

  /** In words, as a failing test prints it. */
  @Override
  public String toString() {
    return switch (change) {
      case Change.Add(int what) -> place + (what < 0 ? " - " : " + ") + Math.abs((long) what);
      case Change.Set(long value) -> place + " = " + value;
      case Change.Flip(int bit) -> place + ", bit " + bit + " flipped";
      case Change.CutFrame _ -> "frame ends before " + place;
      case Change.CutDatagram _ -> "datagram ends before " + place;
    };
  }

  /** Whether it can be done to a packet, and makes another of it. */
  boolean changes(Layout layout) {
    return layout.find(place).filter(found -> fits(layout, found)).isPresent();
  }

  private boolean fits(Layout layout, Place at) {
    byte[] bytes = layout.bytes();
    return switch (change) {
      case Change.Add(int what) -> at.isNumber() && (what & at.most()) != 0;
      case Change.Set(long value) -> at.isNumber() && (value & at.most()) != at.get(bytes);
      case Change.Flip(int bit) -> bit < at.bits();
      case Change.CutFrame _ -> at.startsByte();
      case Change.CutDatagram _ -> at.startsByte() && isBehindTotalLength(layout, at);
    };
  }

  private static boolean isBehindTotalLength(Layout layout, Place at) {
    return layout.find(TOTAL_LENGTH).filter(length -> at.bit() > length.bit()).isPresent();
  }

  /** The packet after it, its checksums not yet made right. */
  byte[] apply(Layout layout, byte[] packet) {
    Place at = layout.find(place).orElseThrow();
    if (!at.isWithin(packet)) {
      return packet; // an earlier mutation has cut it off
    }
    byte[] bytes = packet.clone();
    switch (change) {
      case Change.Add(int what) -> at.set(bytes, at.get(bytes) + what);
      case Change.Set(long value) -> at.set(bytes, value);
      case Change.Flip(int bit) -> at.flip(bytes, bit);
      case Change.CutFrame _ -> bytes = Arrays.copyOf(bytes, at.firstByte());
      case Change.CutDatagram _ -> {
        bytes = Arrays.copyOf(bytes, at.firstByte());
        Place length = layout.find(TOTAL_LENGTH).orElseThrow();
        length.set(bytes, bytes.length - (length.firstByte() - 2));
      }
    }
    return bytes;
  }

  /** All that is worth doing to a place. Of a checksum only a flipped bit is sure to be wrong. */
  static List<Mutation> of(Layout layout, Place place) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Flip(0));
    changes.add(new Change.Flip(place.bits() - 1));
    changes.add(new Change.CutFrame());
    changes.add(new Change.CutDatagram());
    if (place.isNumber() && place.bits() > 1 && !place.name().endsWith(CHECKSUM)) {
      changes.add(new Change.Add(1));
      changes.add(new Change.Add(-1));
      changes.add(new Change.Set(0));
      changes.add(new Change.Set(1));
      changes.add(new Change.Set(place.most()));
    }
    return changes.stream()
        .map(change -> new Mutation(place.name(), change))
        .filter(mutation -> mutation.changes(layout))
        .toList();
  }
}
