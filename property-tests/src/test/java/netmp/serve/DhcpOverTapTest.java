package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import netmp.dhcp.Lease;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.stack.Addressing;
import netmp.stack.InterfaceState;
import netmp.stack.InterfaceState.Status;
import netmp.tap.TapException;
import netmp.workload.Cable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dnsmasq leases the stack an address. Skipped where there is no TAP, or no dnsmasq. */
class DhcpOverTapTest {

  private static final String NAME = "nmd" + ProcessHandle.current().pid();
  private static final String KERNEL = "10.78.0.1";
  private static final long PATIENCE = 40_000_000_000L;

  @TempDir private Path folder;

  private Path leases;

  private static TapHost open() throws Exception {
    TapHost.Settings settings =
        new TapHost.Settings(
            NAME, IpAddress.ANY, 0, IpAddress.ANY, List.of(), 1500, 2, Addressing.DHCP);
    try {
      return TapHost.open(settings, Cable.PERFECT, null);
    } catch (TapException e) {
      Namespace.skip(e.getMessage());
      throw e;
    }
  }

  private void startServer(Namespace kernel) throws IOException {
    leases = folder.resolve("leases");
    kernel.start(
        Path.of("/dev/null"),
        Path.of("/dev/null"),
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--user=root",
        "--pid-file=",
        "--port=0",
        "--log-facility=" + folder.resolve("log"),
        "--log-dhcp",
        "--interface=" + NAME,
        "--bind-interfaces",
        "--dhcp-authoritative",
        "--dhcp-leasefile=" + leases,
        "--dhcp-range=10.78.0.50,10.78.0.59,255.255.255.0,2m",
        "--dhcp-option=3," + KERNEL,
        "--dhcp-option=6," + KERNEL + ",10.78.0.9",
        "--dhcp-option=26,1400",
        "--dhcp-option=option:T1,3s",
        "--dhcp-option=option:T2,60s",
        "--domain=lab.test");
  }

  /** Of its file: when the lease ends, and whose it is. */
  private String leased(String address) throws IOException {
    return Files.readAllLines(leases).stream()
        .filter(line -> line.contains(" " + address + " "))
        .findFirst()
        .orElse("");
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void aLeaseItsRenewalAndItsEnd() throws Exception {
    Namespace.requireProgram("dnsmasq");
    try (Namespace kernel = Namespace.make(NAME)) {
      String address;
      try (TapHost host = open()) {
        kernel.take(NAME, KERNEL + "/24");
        startServer(kernel);
        assertThat(host.stack().awaitAddress(PATIENCE)).isTrue();
        InterfaceState state = host.stack().interfaceState();
        address = IpAddress.format(state.nif().address());
        assertThat(address).startsWith("10.78.0.5");
        assertThat(state.status()).isEqualTo(Status.UP);
        assertThat(state.nif().prefixLength()).isEqualTo(24);
        assertThat(IpAddress.format(state.nif().gateway())).isEqualTo(KERNEL);
        assertThat(state.nif().mtu()).isEqualTo(1400);
        Lease lease = state.lease();
        assertThat(lease.seconds()).isEqualTo(120);
        assertThat(lease.renewal()).isEqualTo(3);
        assertThat(lease.domain()).isEqualTo("lab.test");
        assertThat(lease.dnsServers())
            .containsExactly(IpAddress.parse(KERNEL), IpAddress.parse("10.78.0.9"));
        await(() -> !leased(address).isEmpty()); // it may be being written
        String first = leased(address);
        assertThat(first).contains(MacAddress.format(host.nic().macAddress()));
        assertThat(kernel.run("ping", "-n", "-c", "1", address)).contains("1 received");
        await(() -> !leased(address).equals(first) && !leased(address).isEmpty());
        assertThat(host.stack().interfaceState().status()).isEqualTo(Status.UP);
      }
      String released = "DHCPRELEASE(" + NAME + ") " + address;
      await(() -> Files.readString(folder.resolve("log")).contains(released));
      await(() -> leased(address).isEmpty());
    }
  }
}
