package netmp.arbitrary;

import java.util.Set;

/**
 * All fragments of a datagram, and what became of them on their way.
 *
 * @param whole the datagram in one frame, as if it had never been cut
 * @param faults what became of the fragments; of those that may be put together again none are
 *     {@link Fault#OVERLAPPING} or {@link Fault#MISSING}
 * @param conversation the fragments; the whole datagram if it is so short that it was not cut
 */
public record FragmentTrain(Ethernet whole, Set<Fault> faults, Conversation conversation) {

  /** Copies the set. */
  public FragmentTrain {
    faults = Set.copyOf(faults);
  }

  /** What becomes of a fragment. */
  public enum Fault {
    /** It changes places with another. */
    REORDERED,
    /** It comes twice. */
    DUPLICATED,
    /** It begins 8 bytes before the end of the one before it (RFC 1858 section 4). */
    OVERLAPPING,
    /** It does not come. */
    MISSING
  }
}
