package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.netisr.Device;
import netmp.nic.FlowHash;
import netmp.nic.Nic;
import netmp.nic.Rss;
import netmp.nic.Toeplitz;
import org.junit.jupiter.api.Test;

/** Which devices can be those of one stack, and how their rings are served. */
class SeveralDevicesTest {

  private static Nic nic(int queues, FlowHash hash) {
    return new Nic("n" + queues + hash, 0x0200_0000_0001L, queues, 64, hash);
  }

  private static NetworkInterface nif(String address) {
    return new NetworkInterface("n", 0x0200_0000_0001L, IpAddress.parse(address), 24, 0);
  }

  private static final StackConfig TWO =
      StackConfig.of(nif("10.0.0.1"), new SplittableRandom(1)).withInterface(nif("10.1.0.1"));

  private static void make(StackConfig config, Nic... nics) {
    new NetStack("a", config, List.of(nics), new RealExecution());
  }

  private static void isRefused(String why, StackConfig config, Nic... nics) {
    assertThatThrownBy(() -> make(config, nics))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void devicesThatSteerAlikeAreTaken() {
    assertThatCode(() -> make(TWO, nic(4, FlowHash.XOR), nic(4, FlowHash.XOR)))
        .doesNotThrowAnyException();
    FlowHash hash = new Toeplitz(Toeplitz.symmetricKey());
    assertThat(hash).isEqualTo(FlowHash.TOEPLITZ).hasSameHashCodeAs(FlowHash.TOEPLITZ);
    assertThatCode(() -> make(TWO, nic(4, FlowHash.TOEPLITZ), nic(4, hash)))
        .doesNotThrowAnyException();
  }

  @Test
  void devicesThatSteerDifferentlyAreRefused() {
    String why = "steer differently; give both as many queues, the same hash and the same";
    isRefused(why, TWO, nic(4, FlowHash.XOR), nic(2, FlowHash.XOR));
    isRefused(why, TWO, nic(4, FlowHash.XOR), nic(4, FlowHash.TOEPLITZ));
    FlowHash keyed = new Toeplitz(new byte[Toeplitz.KEY_BYTES]);
    isRefused(why, TWO, nic(4, FlowHash.TOEPLITZ), nic(4, keyed));
    Nic programmed = nic(4, FlowHash.XOR);
    programmed.rss().program(new int[Rss.TABLE]);
    isRefused(why, TWO, nic(4, FlowHash.XOR), programmed);
  }

  @Test
  void tablesThatBecomeDifferentBeforeTheStartAreFound() {
    Nic programmed = nic(4, FlowHash.XOR);
    List<Nic> nics = List.of(nic(4, FlowHash.XOR), programmed);
    NetStack stack = new NetStack("a", TWO, nics, new RealExecution());
    programmed.rss().program(new int[Rss.TABLE]);
    assertThatThrownBy(stack::start).hasMessageContaining("steer differently");
  }

  @Test
  void eachInterfaceHasADeviceAndAnAddress() {
    isRefused("2 interfaces are configured, and there are 1 devices", TWO, nic(1, FlowHash.XOR));
    isRefused(
        "the same address",
        TWO.withNif(1, nif("10.0.0.1")),
        nic(1, FlowHash.XOR),
        nic(1, FlowHash.XOR));
  }

  @Test
  void thereAreBuffersForAllRings() {
    isRefused(
        "100 buffers are too few for receive rings of 128 descriptors",
        TWO.withBuffers(100),
        nic(1, FlowHash.XOR),
        nic(1, FlowHash.XOR));
  }

  /** Has frames, of which it is asked for some. */
  private static final class Full implements Device {
    private int left;
    private int interrupts;

    Full(int frames) {
      left = frames;
    }

    @Override
    public void start(Runnable wake) {
      interrupts = 0;
    }

    @Override
    public int poll(int budget) {
      int polled = Math.min(budget, left);
      left -= polled;
      return polled;
    }

    @Override
    public boolean isReady() {
      return left > 0;
    }

    @Override
    public void enableInterrupt() {
      interrupts++;
    }

    @Override
    public void disableInterrupt() {
      interrupts--;
    }

    @Override
    public void flush() {
      // nothing is sent
    }
  }

  @Test
  void aDeviceThatIsNeverEmptyKeepsNobodyWaiting() {
    List<Full> full = new ArrayList<>(List.of(new Full(1000), new Full(3), new Full(1000)));
    Device all = SeveralDevices.of(full);
    for (int i = 0; i < 3; i++) {
      assertThat(all.poll(32)).isEqualTo(32);
    }
    assertThat(full.get(1).left).isZero();
    assertThat(full.get(0).left + full.get(2).left).isEqualTo(2000 - 93);
    for (int i = 0; i < 60; i++) {
      all.poll(32);
    }
    assertThat(Math.abs(full.get(0).left - full.get(2).left)).isLessThanOrEqualTo(64);
  }

  @Test
  void allAreAskedForAnInterruptAndAllAreLookedAt() {
    List<Full> devices = List.of(new Full(0), new Full(1));
    Device all = SeveralDevices.of(devices);
    all.start(() -> {});
    all.enableInterrupt();
    assertThat(devices).allMatch(each -> each.interrupts == 1);
    assertThat(all.isReady()).isTrue();
    assertThat(all.poll(32)).isEqualTo(1);
    assertThat(all.isReady()).isFalse();
    all.disableInterrupt();
    assertThat(devices).allMatch(each -> each.interrupts == 0);
  }

  @Test
  void oneDeviceIsItself() {
    Full one = new Full(1);
    assertThat(SeveralDevices.of(List.of(one))).isSameAs(one);
  }
}
