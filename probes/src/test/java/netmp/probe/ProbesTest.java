package netmp.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
    Probes.hit(probes, SomeProbe.CLEAR, object);
    Probes.hit(probes, SomeProbe.POST, object, 7);
    Probes.hit(probes, SomeProbe.ACTIVATE, object, 3, 1L << 40);
    assertThat(log)
        .containsExactly("port=1", "Clear 1 0 0", "Post 1 7 0", "Activate 1 3 1099511627776");
  }

  @Test
  void withoutASinkNothingIsHeard() {
    new Probes(new Log()); // another stack's, which arms the probes of the JVM
    Probes.hit(Probes.OFF, SomeProbe.CLEAR, 1);
    Probes.hit(Probes.OFF, SomeProbe.POST, 1, 7);
    Probes.hit(Probes.OFF, SomeProbe.ACTIVATE, 1, 3, 4);
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
}
