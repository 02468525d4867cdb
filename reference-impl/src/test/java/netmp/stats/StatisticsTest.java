package netmp.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netmp.mbuf.MbufPool;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  private final MbufPool pool = MbufPool.forOneThread(4, 1);

  @Test
  void everyCounterAndReasonHasAPlaceOfItsOwn() {
    Counters counters = new Counters();
    int times = 0;
    for (Counter counter : Counter.values()) {
      times++;
      for (int i = 0; i < times; i++) {
        counters.count(counter);
      }
    }
    for (DropReason reason : DropReason.values()) {
      times++;
      for (int i = 0; i < times; i++) {
        counters.drop(pool.alloc(), reason);
      }
    }
    int expected = 0;
    for (Counter counter : Counter.values()) {
      assertThat(counters.get(counter)).isEqualTo(++expected);
    }
    for (DropReason reason : DropReason.values()) {
      assertThat(counters.get(reason)).isEqualTo(++expected);
    }
    assertThat(pool.available()).isEqualTo(4);
  }

  @Test
  void sumsGoOverAllCpus() {
    Counters cpu0 = new Counters();
    Counters cpu1 = new Counters();
    Statistics statistics = new Statistics(List.of(cpu0, cpu1));
    cpu0.count(Counter.ETHER_RECEIVED);
    cpu1.count(Counter.ETHER_RECEIVED);
    cpu1.count(Counter.IP_LOOPED);
    cpu0.count(Counter.IP_RECEIVED);
    cpu0.count(Counter.ARP_RECEIVED);
    cpu1.count(Counter.UDP_DELIVERED);
    cpu1.drop(pool.alloc(), DropReason.IP_BAD_FRAGMENT);
    cpu1.drop(pool.alloc(), DropReason.ARP_UNRESOLVED);
    assertThat(statistics.get(Counter.ETHER_RECEIVED)).isEqualTo(2);
    assertThat(statistics.get(DropReason.IP_BAD_FRAGMENT)).isEqualTo(1);
    assertThat(statistics.received()).isEqualTo(3);
    assertThat(statistics.consumed()).isEqualTo(2);
    assertThat(statistics.inputDrops()).isEqualTo(1);
  }
}
