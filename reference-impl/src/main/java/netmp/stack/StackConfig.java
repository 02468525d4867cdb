package netmp.stack;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator.SplittableGenerator;
import netmp.ether.NetworkInterface;
import netmp.ether.Offload;
import netmp.ip.Route;
import netmp.netisr.Netisr;
import netmp.netisr.UncaughtHandler;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import netmp.sockbuf.SockbufFactory;
import netmp.tcp.SynCookies;

/**
 * How a stack is made. Starts with defaults; each method returns a changed copy.
 *
 * @param nif the interface and its addresses
 * @param routes to networks, besides the interface's own and its default route
 * @param mode how protocol threads learn of frames
 * @param buffers packet buffers per CPU, and as many again for user threads
 * @param arpLifetime nanoseconds for which a neighbour is believed unheard
 * @param probes reports the steps of the stack
 * @param sockbufs the design of the socket buffers
 * @param udp where datagram sockets are, and where they are found
 * @param random where secrets and ephemeral ports come from; each CPU splits off its own
 * @param synCookies when TCP answers SYNs with cookies
 * @param uncaught told of exceptions on protocol threads, which are bugs
 * @param captured whether {@link NetStack#packetNote} shall know the control blocks
 * @param offloads what is left to the device
 * @param addressing how the interface comes to its address
 */
public record StackConfig(
    NetworkInterface nif,
    List<Route> routes,
    Netisr.Mode mode,
    int buffers,
    long arpLifetime,
    Probes probes,
    SockbufFactory sockbufs,
    UdpDesign udp,
    SplittableGenerator random,
    SynCookies synCookies,
    UncaughtHandler uncaught,
    boolean captured,
    Set<Offload> offloads,
    Addressing addressing) {

  private static final int BUFFERS = 1024;
  private static final int ETHER_HEADER = 14;
  private static final Set<Offload> CHECKSUMS =
      Set.of(Offload.TRANSMIT_CHECKSUM, Offload.RECEIVE_CHECKSUM);
  private static final long ARP_LIFETIME = 20L * 60 * 1_000_000_000; // BSD's arpt_keep

  /**
   * The defaults: interrupts, 1024 buffers, no probes, cupholders, datagram sockets by local port,
   * checksums left to the device.
   *
   * @param nif the interface and its addresses
   * @param random where ephemeral ports come from (RFC 6056)
   * @return the configuration
   */
  public static StackConfig of(NetworkInterface nif, SplittableGenerator random) {
    return new StackConfig(
        nif,
        List.of(),
        Netisr.Mode.INTERRUPT,
        BUFFERS,
        ARP_LIFETIME,
        Probes.OFF,
        Design.CUPHOLDER,
        UdpDesign.LOCAL_PORT,
        random,
        SynCookies.WHEN_FULL,
        UncaughtHandler.LOG,
        false,
        CHECKSUMS,
        Addressing.FIXED);
  }

  /** The longest frame that carries a datagram, which a buffer has room for. */
  int longestFrame() {
    return ETHER_HEADER + nif.mtu();
  }

  /**
   * On a VLAN of IEEE 802.1Q.
   *
   * @param id 1..4094, or 0 for none
   * @return a changed copy
   * @throws IllegalArgumentException if it is out of range
   */
  public StackConfig withVlan(int id) {
    return new StackConfig(
        nif.withVlan(id),
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With another interface.
   *
   * @param other the interface and its addresses
   * @return a changed copy
   */
  public StackConfig withNif(NetworkInterface other) {
    return new StackConfig(
        other,
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With routes.
   *
   * @param others to networks, besides the interface's own and its default route
   * @return a changed copy
   */
  public StackConfig withRoutes(List<Route> others) {
    return new StackConfig(
        nif,
        List.copyOf(others),
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With probes.
   *
   * @param reporting the probes
   * @return a changed copy
   */
  public StackConfig withProbes(Probes reporting) {
    return new StackConfig(
        nif,
        routes,
        mode,
        buffers,
        arpLifetime,
        reporting,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With another way to learn of frames.
   *
   * @param how interrupts or polling
   * @return a changed copy
   */
  public StackConfig withMode(Netisr.Mode how) {
    return new StackConfig(
        nif,
        routes,
        how,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With another design of socket buffers.
   *
   * @param design makes them
   * @return a changed copy
   */
  public StackConfig withSockbufs(SockbufFactory design) {
    return new StackConfig(
        nif,
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        design,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With another design of UDP.
   *
   * @param placement where datagram sockets are
   * @return a changed copy
   */
  public StackConfig withUdp(UdpDesign placement) {
    return new StackConfig(
        nif,
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        placement,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With other pools.
   *
   * @param number packet buffers per CPU, more than the device's rings have descriptors, and as
   *     many again for user threads
   * @return a changed copy
   */
  public StackConfig withBuffers(int number) {
    return new StackConfig(
        nif,
        routes,
        mode,
        number,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With another way to treat exceptions on protocol threads.
   *
   * @param handler is told of them
   * @return a changed copy
   */
  public StackConfig withUncaught(UncaughtHandler handler) {
    return new StackConfig(
        nif,
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        handler,
        captured,
        offloads,
        addressing);
  }

  /**
   * With SYN cookies at other times.
   *
   * @param when they are sent
   * @return a changed copy
   */
  public StackConfig withSynCookies(SynCookies when) {
    return new StackConfig(
        nif,
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        when,
        uncaught,
        captured,
        offloads,
        addressing);
  }

  /**
   * With names of control blocks for captures, which cost an entry for each connection.
   *
   * @return a changed copy
   */
  public StackConfig withCapture() {
    return new StackConfig(
        nif,
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        true,
        offloads,
        addressing);
  }

  /**
   * With other work left to the device.
   *
   * @param work what it does
   * @return a changed copy
   * @throws IllegalArgumentException if something in it takes something that is not
   */
  public StackConfig withOffloads(Set<Offload> work) {
    require(work, Offload.SEGMENTATION, Offload.TRANSMIT_CHECKSUM);
    require(work, Offload.JOINING, Offload.RECEIVE_CHECKSUM);
    return new StackConfig(
        nif,
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        Set.copyOf(work),
        addressing);
  }

  private static void require(Set<Offload> work, Offload one, Offload other) {
    if (work.contains(one) && !work.contains(other)) {
      throw new IllegalArgumentException(one + " takes " + other + " too");
    }
  }

  /**
   * With another way to an address.
   *
   * @param way how the interface comes to it
   * @return a changed copy
   */
  public StackConfig withAddressing(Addressing way) {
    return new StackConfig(
        nif,
        routes,
        mode,
        buffers,
        arpLifetime,
        probes,
        sockbufs,
        udp,
        random,
        synCookies,
        uncaught,
        captured,
        offloads,
        way);
  }

  /** The interface as all CPUs know it at first. */
  NetworkInterface firstNif() {
    return addressing == Addressing.FIXED ? nif : nif.withoutAddress();
  }
}
