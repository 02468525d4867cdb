package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {

  private static String get(Names names, String name) {
    char[] text = ("<" + name + ">").toCharArray();
    return names.get(text, 1, name.length());
  }

  @Test
  void aNameIsMadeOnce() {
    Names names = new Names();
    Map<String, String> made = new HashMap<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 5000; i++) {
        String name = "t" + i;
        String got = get(names, name);
        assertThat(got).isEqualTo(name);
        assertThat(got).isSameAs(made.computeIfAbsent(name, n -> got));
      }
    }
  }

  /** Strings of one hash, and such of which one is the beginning of another. */
  @Test
  void namesThatMeetInTheTableAreToldApart() {
    Names names = new Names();
    for (String name : new String[] {"Aa", "BB", "AaAa", "AaBB", "BBAa", "BBBB", "A", "", "a"}) {
      assertThat(get(names, name)).isEqualTo(name);
      assertThat(get(names, name)).isSameAs(get(names, name));
    }
  }

  /** Names without end do not use up the memory: those of long ago are made once more. */
  @Test
  void tooManyAreForgotten() {
    Names names = new Names();
    String first = get(names, "first");
    for (int i = 1; i < 1 << 16; i++) {
      assertThat(get(names, "n" + i)).isEqualTo("n" + i);
    }
    String again = get(names, "first");
    assertThat(again).isEqualTo(first).isNotSameAs(first);
    assertThat(get(names, "first")).isSameAs(again);
  }
}
