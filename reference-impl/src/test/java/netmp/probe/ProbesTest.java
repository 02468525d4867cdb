package netmp.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbesTest {

  private final List<String> log = new ArrayList<>();

  private final class Log implements ProbeSink {
    private int objects;

    @Override
    public int newObject(String kind) {
      objects++;
      log.add(kind + "=" + objects);
      return objects;
    }

    @Override
    public void hit(Probe probe, int object, long a, long b) {
      log.add(probe.action() + " " + object + " " + a + " " + b);
    }
  }

  @Test
  void aSinkHearsEveryHit() {
    Probes probes = new Probes(new Log());
    int object = probes.newObject("port");
    Probes.hit(probes, Probe.ANNOUNCE_WAIT, object);
    Probes.hit(probes, Probe.PUT, object, 7);
    Probes.hit(probes, Probe.SNAPSHOT, object, 3, 1L << 40);
    assertThat(log)
        .containsExactly("port=1", "AnnounceWait 1 0 0", "Put 1 7 0", "Snapshot 1 3 1099511627776");
  }

  @Test
  void withoutASinkNothingIsHeard() {
    new Probes(new Log()); // another stack's, which arms the probes of the JVM
    Probes.hit(Probes.OFF, Probe.ANNOUNCE_WAIT, 1);
    Probes.hit(Probes.OFF, Probe.PUT, 1, 7);
    Probes.hit(Probes.OFF, Probe.SNAPSHOT, 1, 3, 4);
    assertThat(log).isEmpty();
    assertThat(Probes.OFF.newObject("port")).isZero();
    assertThat(Probes.OFF.newMessage()).isZero();
  }

  @Test
  void messagesAreNumberedInEachStack() {
    Probes one = new Probes(new Log());
    Probes two = new Probes(new Log());
    assertThat(List.of(one.newMessage(), one.newMessage(), two.newMessage()))
        .containsExactly(1, 2, 1);
  }

  @Test
  void namesAreUniqueAndAritiesSmall() {
    assertThat(Arrays.stream(Probe.values()).map(Probe::action)).doesNotHaveDuplicates();
    assertThat(Probe.values()).allMatch(probe -> probe.arity() >= 0 && probe.arity() <= 2);
  }
}
