package netmp.serve;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import netmp.capture.CaptureWriter;
import netmp.ether.NetworkInterface;
import netmp.ether.Offload;
import netmp.exec.RealExecution;
import netmp.ip.Route;
import netmp.nic.Nic;
import netmp.nic.Port;
import netmp.nic.Wire;
import netmp.stack.Addressing;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.tap.TapDevice;
import netmp.tap.TapException;
import netmp.workload.Cable;

/** A host whose network is the kernel of this machine: a stack, a NIC, and a TAP device. */
public final class TapHost implements AutoCloseable {

  private static final int RING = 4096;

  /** For a full receive ring, and some tens of full socket buffers. */
  private static final int BUFFERS = 16_384;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TapDevice device;
  private final NetStack stack;
  private final Nic nic;

  private TapHost(TapDevice device, Nic nic, NetStack stack) {
    this.device = device;
    this.nic = nic;
    this.stack = stack;
  }

  /**
   * What a host is made of.
   *
   * @param tap name of the kernel's interface
   * @param address IPv4 address of the stack; 0 if it is leased, or that which was leased before
   * @param prefixLength of the subnet that it has with the kernel; 0 without an address
   * @param gateway IPv4 address of the router to elsewhere, or 0
   * @param routes to networks behind other routers
   * @param mtu the longest datagram in bytes
   * @param cpus protocol threads, a power of two
   * @param addressing how the stack comes to its address
   */
  public record Settings(
      String tap,
      int address,
      int prefixLength,
      int gateway,
      List<Route> routes,
      int mtu,
      int cpus,
      Addressing addressing) {}

  /**
   * Opens the device and starts the stack.
   *
   * @param settings what it is made of
   * @param cable what lies between the NIC and the device
   * @param capture records what the NIC sends and receives, or null
   * @return a host that answers
   * @throws TapException if the device cannot be had
   * @throws IllegalArgumentException if the numbers cannot be an interface
   */
  public static TapHost open(Settings settings, Cable cable, CaptureWriter capture)
      throws TapException {
    long mac = mac(settings);
    NetworkInterface nif =
        new NetworkInterface(
            "netmp", mac, settings.address, settings.prefixLength, settings.gateway, settings.mtu);
    Nic nic = new Nic("netmp", mac, settings.cpus, RING);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom())
            .withRoutes(settings.routes)
            .withAddressing(settings.addressing)
            .withBuffers(BUFFERS)
            .withOffloads(EnumSet.allOf(Offload.class))
            .withCapture(capture != null);
    NetStack stack = new NetStack("netmp", config, nic, new RealExecution());
    TapDevice device = TapDevice.open(settings.tap, settings.cpus);
    Port port = capture == null ? nic : capture.at(nic.name(), nic, stack.packetNote());
    port.connect(cable.plug(nic.name(), device.name(), device));
    stack.start();
    // A capture has finished frames only.
    Wire arrival = capture == null ? nic.input() : port::receive;
    device.start(cable.plug(device.name(), nic.name(), arrival));
    return new TapHost(device, nic, stack);
  }

  /**
   * A locally administered address of a station: the same for the same address, or, if that is
   * leased, for the same interface, so that a server knows its client again.
   */
  private static long mac(Settings settings) {
    return settings.addressing == Addressing.DHCP
        ? 0x0600_0000_0000L | Integer.toUnsignedLong(settings.tap.hashCode())
        : 0x0200_0000_0000L | Integer.toUnsignedLong(settings.address);
  }

  /**
   * The stack.
   *
   * @return started
   */
  public NetStack stack() {
    return stack;
  }

  /**
   * The stack's device.
   *
   * @return at the other end of the TAP device
   */
  public Nic nic() {
    return nic;
  }

  /**
   * The other end of the stack's cable.
   *
   * @return open
   */
  public TapDevice device() {
    return device;
  }

  /**
   * Gives the address up, ends the stack, whose sockets should be closed, and closes the device.
   */
  @Override
  public void close() {
    stack.down();
    stack.stop();
    for (Thread thread : stack.threads()) {
      join(thread);
    }
    device.close();
  }

  private static void join(Thread thread) {
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
