package netmp.arbitrary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import netmp.arbitrary.TcpOption.FastOpen;
import netmp.arbitrary.TcpOption.Mss;
import netmp.arbitrary.TcpOption.NoOperation;
import netmp.arbitrary.TcpOption.Other;
import netmp.arbitrary.TcpOption.Sack;
import netmp.arbitrary.TcpOption.SackPermitted;
import netmp.arbitrary.TcpOption.Timestamps;
import netmp.arbitrary.TcpOption.UserTimeout;
import netmp.arbitrary.TcpOption.WindowScale;

/** Options of TCP that are as their RFCs have them. */
final class TcpOptions {

  /** Kinds for experiments (RFC 4727 section 7), and two that nobody has. */
  private static final Integer[] OTHER_KINDS = {253, 254, 77, 200};

  private static final int MOST = 6;
  private static final int MAX_SHIFT = 14;

  private TcpOptions() {}

  static Arbitrary<TcpOption> any() {
    Arbitrary<Integer> numbers = Arbitraries.integers();
    return Arbitraries.oneOf(
        Arbitraries.just(new NoOperation()),
        Arbitraries.integers().between(1, 0xffff).shrinkTowards(536).map(Mss::new),
        Arbitraries.integers().between(0, MAX_SHIFT).map(WindowScale::new),
        Arbitraries.just(new SackPermitted()),
        Combinators.combine(numbers, numbers).as(Timestamps::new),
        sackBlocks().list().ofMinSize(1).ofMaxSize(4).map(Sack::new),
        Combinators.combine(Arbitraries.of(false, true), Arbitraries.integers().between(0, 0x7fff))
            .as(UserTimeout::new),
        Arbitraries.of(0, 4, 8, 16).flatMap(Frames::dataOf).map(FastOpen::new),
        Combinators.combine(Arbitraries.of(OTHER_KINDS), Frames.data(8)).as(Other::new));
  }

  private static Arbitrary<Sack.Block> sackBlocks() {
    return Combinators.combine(Arbitraries.integers(), Arbitraries.integers().between(1, 0xffff))
        .as((left, length) -> new Sack.Block(left, left + length));
  }

  static Arbitrary<List<TcpOption>> lists() {
    return any().list().ofMaxSize(MOST);
  }

  /** Those that such a segment can have: one of each kind, as many as there is room for. */
  static List<TcpOption> fitting(List<TcpOption> options, boolean syn) {
    List<TcpOption> chosen = new ArrayList<>();
    Set<Integer> kinds = new HashSet<>();
    int length = 0;
    for (TcpOption option : options) {
      boolean hasPlace = syn ? !(option instanceof Sack) : !option.isForSyn();
      boolean fits = length + option.length() <= Tcp.MAX_OPTIONS;
      if (hasPlace && fits && kinds.add(option.kind())) {
        chosen.add(option);
        length += option.length();
      }
    }
    return chosen;
  }
}
