package netmp.arbitrary;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Chooses mutations by numbers. A number stands for the same mutation in every frame that has the
 * place (rendezvous hashing), so that a frame can shrink around the place where it is mutated.
 */
final class Mutations {

  private Mutations() {}

  /** At most one for each place. */
  static Mutated choose(Ethernet frame, List<Integer> choices) {
    Layout layout = frame.layout();
    Map<String, Mutation> chosen = new LinkedHashMap<>();
    for (int choice : choices) {
      Place place = first(layout.places(), choice, Place::name);
      Mutation mutation = first(Mutation.of(layout, place), choice, m -> m.change().toString());
      chosen.putIfAbsent(mutation.place(), mutation);
    }
    return new Mutated(frame, List.copyOf(chosen.values()));
  }

  /** Who comes first does not depend on who else is there. */
  private static <T> T first(List<T> all, int choice, Function<T, String> name) {
    return Collections.min(
        all, Comparator.comparingInt(each -> mix(name.apply(each).hashCode() ^ choice)));
  }

  /** The finalizer of MurmurHash3: every bit depends on all others. */
  private static int mix(int bits) {
    int h = (bits ^ bits >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
