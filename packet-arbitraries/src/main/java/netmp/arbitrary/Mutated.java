package netmp.arbitrary;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A frame that was valid, and what was done to it. Checksums are right after all, so that receivers
 * come to look at what they cover; but for those that are mutated themselves, or that a mutation
 * has left without what they cover.
 *
 * @param frame the valid frame
 * @param mutations what was done, in this order; nothing if there are none
 */
public record Mutated(Ethernet frame, List<Mutation> mutations) implements Frame {

  /** Refuses mutations that the frame has no place for, or that change nothing. */
  public Mutated {
    mutations = List.copyOf(mutations);
    Layout layout = frame.layout();
    for (Mutation mutation : mutations) {
      if (!mutation.changes(layout)) {
        throw new IllegalArgumentException(
            "'" + mutation + "' changes nothing; the frame's places are " + frame.places());
      }
    }
  }

  @Override
  public byte[] encode() {
    Layout layout = frame.layout();
    byte[] bytes = layout.bytes();
    for (Mutation mutation : mutations) {
      bytes = mutation.apply(layout, bytes);
    }
    Set<String> mutated = mutations.stream().map(Mutation::place).collect(Collectors.toSet());
    for (Checksum checksum : layout.checksums()) {
      if (!mutated.contains(checksum.place().name()) && checksum.isWithin(bytes)) {
        checksum.write(bytes);
      }
    }
    return bytes;
  }

  /** Mutations first: they are what a failing test is about. */
  @Override
  public String toString() {
    return "Mutated" + mutations + " of " + frame;
  }
}
