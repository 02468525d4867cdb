package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.stack.Addressing;
import netmp.stack.InterfaceState;
import netmp.stack.InterfaceState.Status;
import netmp.tap.TapException;
import netmp.workload.Cable;
import org.junit.jupiter.api.Test;

/** The kernel has the address that the stack wants, or has not. Skipped where there is no TAP. */
class AddressConflictOverTapTest {

  private static final String NAME = "nma" + ProcessHandle.current().pid();
  private static final int ME = IpAddress.parse("10.79.0.2");
  private static final long PATIENCE = 20_000_000_000L;

  private static TapHost open() throws Exception {
    TapHost.Settings settings =
        new TapHost.Settings(NAME, ME, 24, IpAddress.ANY, List.of(), 1500, 2, Addressing.PROBED);
    try {
      return TapHost.open(settings, Cable.PERFECT, null);
    } catch (TapException e) {
      Namespace.skip(e.getMessage());
      throw e;
    }
  }

  @Test
  void theKernelHasTheAddress() throws Exception {
    try (Namespace kernel = Namespace.make(NAME);
        TapHost host = open()) {
      kernel.take(NAME, "10.79.0.2/24");
      assertThat(host.stack().awaitAddress(PATIENCE)).isFalse();
      InterfaceState state = host.stack().interfaceState();
      assertThat(state.status()).isEqualTo(Status.CONFLICT);
      assertThat(kernel.run("cat", "/sys/class/net/" + NAME + "/address").strip())
          .isEqualTo(MacAddress.format(state.contestedBy()));
    }
  }

  @Test
  void theKernelHasAnother() throws Exception {
    try (Namespace kernel = Namespace.make(NAME);
        TapHost host = open()) {
      kernel.take(NAME, "10.79.0.1/24");
      assertThat(host.stack().awaitAddress(PATIENCE)).isTrue();
      assertThat(kernel.run("ping", "-n", "-c", "1", "10.79.0.2")).contains("1 received");
    }
  }
}
