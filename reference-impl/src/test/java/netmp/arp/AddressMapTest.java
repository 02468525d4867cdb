package netmp.arp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressMapTest {

  @Test
  void behavesAsAMapUnderPutsAndRemovals() {
    Random random = new Random(826);
    AddressMap map = new AddressMap(32);
    Map<Integer, Long> model = new HashMap<>();
    for (int step = 0; step < 100_000; step++) {
      int key = 1 + random.nextInt(48);
      if (random.nextBoolean() && model.size() < 32) {
        long value = random.nextLong() >>> 16;
        map.put(key, value);
        model.put(key, value);
      } else {
        map.remove(key);
        model.remove(key);
      }
      int probe = 1 + random.nextInt(48);
      assertThat(map.get(probe))
          .as("step %d, key %d", step, probe)
          .isEqualTo(model.getOrDefault(probe, AddressMap.NONE));
    }
  }
}
