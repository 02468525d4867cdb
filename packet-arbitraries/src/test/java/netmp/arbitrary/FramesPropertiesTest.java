package netmp.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What all frames have in common, and all mutations. */
class FramesPropertiesTest {

  private static final Frames FRAMES = new Frames(Frames.flows());

  @Provide
  Arbitrary<Ethernet> frames() {
    return FRAMES.any();
  }

  @Provide
  Arbitrary<Ethernet> tagged() {
    return Frames.tagged(FRAMES.any());
  }

  @Provide
  Arbitrary<Mutated> mutated() {
    return Frames.mutated(FRAMES.any());
  }

  @Property(tries = 500)
  void checksumsAreRight(@ForAll("frames") Ethernet frame) {
    Sums.assertGood(frame.encode());
  }

  @Property(tries = 200)
  void checksumsAreRightBehindATag(@ForAll("tagged") Ethernet frame) {
    Sums.assertGood(frame.encode());
  }

  @Property(tries = 200)
  void equalFramesHaveEqualBytes(@ForAll("frames") Ethernet frame) {
    byte[] bytes = frame.encode();
    Ethernet copy =
        new Ethernet(frame.destination(), frame.source(), frame.vlan(), frame.payload());
    assertThat(copy.encode()).isEqualTo(bytes);
    bytes[0] ^= 1;
    assertThat(frame.encode()).isNotEqualTo(bytes);
  }

  @Property(tries = 200)
  void placesHaveNamesOfTheirOwn(@ForAll("frames") Ethernet frame) {
    assertThat(frame.places()).doesNotHaveDuplicates();
    int bits = frame.layout().places().stream().mapToInt(Place::bits).sum();
    assertThat(bits).as("every bit is in one place").isEqualTo(8 * frame.encode().length);
  }

  @Property(tries = 1000)
  void aMutationChangesTheFrame(@ForAll("mutated") Mutated mutated) {
    boolean same = mutated.mutations().isEmpty();
    Statistics.label("mutations").collect(mutated.mutations().size());
    if (same) {
      assertThat(mutated.encode()).isEqualTo(mutated.frame().encode());
    } else {
      assertThat(mutated.encode()).isNotEqualTo(mutated.frame().encode());
    }
    Statistics.label("mutations")
        .coverage(c -> List.of(0, 1, 2).forEach(n -> c.check(n).percentage(p -> p > 5)));
  }
}
