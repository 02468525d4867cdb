package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.ReentrantLock;
import netmp.exec.RealExecution;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A packet that is taken and not freed fails the test that lost it. */
class ReceiveBufferTest {

  private static final int HIGH_WATER = 1000;

  private final MbufPool pool = MbufPool.forOneThread(4, 1);
  private final UserThread user = new UserThread(new RealExecution(), 1);
  private ReceiveBuffer buffer;

  private void fill(Design design) {
    buffer =
        new ReceiveBuffer(
            null,
            design.create(HIGH_WATER, Probes.OFF, 0),
            new ReentrantLock(),
            WaiterList::new,
            Probes.OFF,
            0);
    for (int i = 0; i < 2; i++) {
      Mbuf packet = pool.alloc();
      packet.extend(7);
      assertThat(buffer.append(0, packet)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoFreesMayTakeAgainAndClose(Design design) {
    fill(design);
    buffer.take(user, Socket.DONT_WAIT).free();
    buffer.take(user, Socket.DONT_WAIT).free();
    assertThat(buffer.take(user, Socket.DONT_WAIT)).isNull();
    buffer.checkLeaks();
  }

  @ParameterizedTest
  @EnumSource
  void aLeakIsFoundAtTheNextReceive(Design design) {
    fill(design);
    buffer.take(user, Socket.DONT_WAIT);
    assertThatThrownBy(() -> buffer.take(user, Socket.DONT_WAIT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a packet of 7 bytes from a receive buffer and never freed it");
  }

  @ParameterizedTest
  @EnumSource
  void aLeakIsFoundAtClose(Design design) throws InterruptedException {
    fill(design);
    Thread other = new Thread(() -> buffer.take(user, Socket.DONT_WAIT), "careless");
    other.start();
    other.join();
    assertThatThrownBy(buffer::checkLeaks)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("careless took a packet of 7 bytes");
  }
}
