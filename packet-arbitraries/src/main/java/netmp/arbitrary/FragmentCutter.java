package netmp.arbitrary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import netmp.arbitrary.FragmentTrain.Fault;

/** Cuts a datagram and does faults to the fragments. */
final class FragmentCutter {

  private static final int UNIT = 8;

  private final Ethernet whole;
  private final Ipv4 datagram;
  private final List<Ethernet> frames = new ArrayList<>();
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);

  /**
   * A fault to a fragment.
   *
   * @param fault what
   * @param which fragment, counted from the first; around where there are fewer
   */
  record Deed(Fault fault, int which) {}

  private FragmentCutter(Ethernet whole, Ipv4 datagram) {
    this.whole = whole;
    this.datagram = datagram;
  }

  /** Cuts into pieces of so many units, begun again when they are used up. */
  static FragmentTrain cut(
      Ethernet whole, Ipv4 datagram, List<Integer> units, List<Deed> deeds, List<Duration> gaps) {
    FragmentCutter cutter = new FragmentCutter(whole, datagram);
    cutter.cut(units, overlapping(deeds));
    for (Deed deed : deeds) {
      cutter.apply(deed);
    }
    return new FragmentTrain(whole, cutter.faults, Conversation.of(cutter.frames, gaps));
  }

  private static List<Integer> overlapping(List<Deed> deeds) {
    return deeds.stream().filter(d -> d.fault() == Fault.OVERLAPPING).map(Deed::which).toList();
  }

  /** No fragment has all of the one before it: that one could be missed without a loss. */
  private void cut(List<Integer> units, List<Integer> overlapping) {
    int length = datagram.payloadOctets().length();
    int from = 0;
    int before = 0;
    while (from < length) {
      int number = frames.size();
      int to = Math.min(length, from + UNIT * units.get(number % units.size()));
      boolean overlaps = from - before > UNIT && overlapping.contains(number);
      if (overlaps) {
        faults.add(Fault.OVERLAPPING);
      }
      frames.add(to - from == length ? whole : fragment(overlaps ? from - UNIT : from, to));
      before = from;
      from = to;
    }
  }

  private Ethernet fragment(int from, int to) {
    return new Ethernet(
        whole.destination(), whole.source(), whole.vlan(), datagram.fragment(from, to));
  }

  /** Leaves the last fragment alone: it is in order, and a train has one frame at least. */
  private void apply(Deed deed) {
    if (frames.stream().distinct().count() < 2) {
      return;
    }
    int index = deed.which() % frames.size();
    switch (deed.fault()) {
      case DUPLICATED -> frames.add(frames.get(index));
      case MISSING -> frames.removeAll(List.of(frames.get(index))); // its copies too
      case REORDERED -> Collections.swap(frames, index, (index + 1) % frames.size());
      case OVERLAPPING -> {
        return; // so it was cut
      }
    }
    faults.add(deed.fault());
  }
}
