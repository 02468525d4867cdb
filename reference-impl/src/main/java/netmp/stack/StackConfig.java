package netmp.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import netmp.ether.NetworkInterface;
import netmp.ether.Offload;
import netmp.ip.Route;
import netmp.netisr.Netisr;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import netmp.sockbuf.SockbufFactory;
import netmp.tcp.EcnUse;
import netmp.tcp.SynCookies;

/**
 * How a stack is made. Starts with defaults; each method returns a changed copy, so nobody sees a
 * configuration change.
 */
public final class StackConfig implements Cloneable {

  private static final int ETHER_HEADER = 14;

  /** The interfaces and their addresses. */
  private List<NetworkInterface> nifs;

  /** How they come to them. */
  private List<Addressing> addressings = List.of(Addressing.FIXED);

  /** Routes to networks, besides the interfaces' own and their default routes. */
  private List<Route> routes = List.of();

  /** How protocol threads learn of frames. */
  private Netisr.Mode mode = Netisr.Mode.INTERRUPT;

  /** Packet buffers per CPU, and as many again for user threads. */
  private int buffers = 1024;

  /** Nanoseconds for which a neighbour is believed unheard: BSD's arpt_keep. */
  private long arpLifetime = 20L * 60 * 1_000_000_000;

  /** Reports the steps of the stack. */
  private Probes probes = Probes.OFF;

  /** The design of the socket buffers. */
  private SockbufFactory sockbufs = Design.CUPHOLDER;

  /** Where datagram sockets are, and where they are found. */
  private UdpDesign udp = UdpDesign.LOCAL_PORT;

  /** Where secrets and ephemeral ports come from; each CPU splits off its own. */
  private final SplittableGenerator random;

  /** When TCP answers SYNs with cookies. */
  private SynCookies synCookies = SynCookies.WHEN_FULL;

  private EcnUse ecn = EcnUse.WHEN_ASKED;

  /** Told of exceptions on protocol threads, which are bugs. */
  private UncaughtHandler uncaught = UncaughtHandler.LOG;

  /** Whether {@link NetStack#packetNote} shall know the control blocks. */
  private boolean captured;

  /** What is left to the device. */
  private Set<Offload> offloads = Set.of(Offload.TRANSMIT_CHECKSUM, Offload.RECEIVE_CHECKSUM);

  private StackConfig(NetworkInterface nif, SplittableGenerator random) {
    nifs = List.of(nif);
    this.random = random;
  }

  /**
   * The defaults: interrupts, 1024 buffers, no probes, cupholders, datagram sockets by local port,
   * checksums left to the device.
   *
   * @param nif the interface and its addresses
   * @param random where ephemeral ports come from (RFC 6056)
   * @return the configuration
   */
  public static StackConfig of(NetworkInterface nif, SplittableGenerator random) {
    return new StackConfig(nif, random);
  }

  private StackConfig with(Consumer<StackConfig> change) {
    try {
      StackConfig copy = (StackConfig) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("it is cloneable", e);
    }
  }

  /**
   * With another first interface.
   *
   * @param other the interface and its addresses
   * @return a changed copy
   */
  public StackConfig withNif(NetworkInterface other) {
    return withNif(0, other);
  }

  /**
   * With another interface in the place of one.
   *
   * @param number which one, from 0
   * @param other the interface and its addresses
   * @return a changed copy
   */
  public StackConfig withNif(int number, NetworkInterface other) {
    return with(copy -> copy.nifs = changed(nifs, number, other));
  }

  /**
   * With a further interface, whose address is used at once. The stack takes a device for each: its
   * host is on several links (RFC 1122 section 3.3.4), and forwards nothing from one to another.
   *
   * @param further the interface and its addresses
   * @return a changed copy
   */
  public StackConfig withInterface(NetworkInterface further) {
    return with(
        copy -> {
          copy.nifs = longer(nifs, further);
          copy.addressings = longer(addressings, Addressing.FIXED);
        });
  }

  private static <T> List<T> longer(List<T> list, T value) {
    return Stream.concat(list.stream(), Stream.of(value)).toList();
  }

  private static <T> List<T> changed(List<T> list, int at, T value) {
    List<T> copy = new ArrayList<>(list);
    copy.set(at, value);
    return List.copyOf(copy);
  }

  /**
   * With routes.
   *
   * @param others to networks, besides the interfaces' own and their default routes
   * @return a changed copy
   */
  public StackConfig withRoutes(List<Route> others) {
    return with(copy -> copy.routes = List.copyOf(others));
  }

  /**
   * With probes.
   *
   * @param reporting the probes
   * @return a changed copy
   */
  public StackConfig withProbes(Probes reporting) {
    return with(copy -> copy.probes = reporting);
  }

  /**
   * With another way to learn of frames.
   *
   * @param how interrupts or polling
   * @return a changed copy
   */
  public StackConfig withMode(Netisr.Mode how) {
    return with(copy -> copy.mode = how);
  }

  /**
   * With another design of socket buffers.
   *
   * @param design makes them
   * @return a changed copy
   */
  public StackConfig withSockbufs(SockbufFactory design) {
    return with(copy -> copy.sockbufs = design);
  }

  /**
   * With another design of UDP.
   *
   * @param placement where datagram sockets are
   * @return a changed copy
   */
  public StackConfig withUdp(UdpDesign placement) {
    return with(copy -> copy.udp = placement);
  }

  /**
   * With other pools.
   *
   * @param number packet buffers per CPU, more than the device's rings have descriptors, and as
   *     many again for user threads
   * @return a changed copy
   */
  public StackConfig withBuffers(int number) {
    return with(copy -> copy.buffers = number);
  }

  /**
   * With another way to treat exceptions on protocol threads.
   *
   * @param handler is told of them
   * @return a changed copy
   */
  public StackConfig withUncaught(UncaughtHandler handler) {
    return with(copy -> copy.uncaught = handler);
  }

  /**
   * With SYN cookies at other times.
   *
   * @param when they are sent
   * @return a changed copy
   */
  public StackConfig withSynCookies(SynCookies when) {
    return with(copy -> copy.synCookies = when);
  }

  /**
   * With explicit congestion notification on other connections of TCP.
   *
   * @param when it is used
   * @return a changed copy
   */
  public StackConfig withEcn(EcnUse when) {
    return with(copy -> copy.ecn = when);
  }

  /**
   * With names of control blocks for captures, which cost an entry for each connection, or without.
   *
   * @param wanted whether frames are captured
   * @return a changed copy
   */
  public StackConfig withCapture(boolean wanted) {
    return with(copy -> copy.captured = wanted);
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
    return with(copy -> copy.offloads = Set.copyOf(work));
  }

  private static void require(Set<Offload> work, Offload one, Offload other) {
    if (work.contains(one) && !work.contains(other)) {
      throw new IllegalArgumentException(one + " takes " + other + " too");
    }
  }

  /**
   * With another way to an address.
   *
   * @param way how the first interface comes to it
   * @return a changed copy
   */
  public StackConfig withAddressing(Addressing way) {
    return withAddressing(0, way);
  }

  /**
   * With another way to an address.
   *
   * @param number of the interface, from 0
   * @param way how it comes to it
   * @return a changed copy
   */
  public StackConfig withAddressing(int number, Addressing way) {
    return with(copy -> copy.addressings = changed(addressings, number, way));
  }

  /**
   * The first interface, to be changed by {@link #withNif(NetworkInterface)}.
   *
   * @return the interface and its addresses
   */
  public NetworkInterface nif() {
    return nif(0);
  }

  /**
   * An interface, to be changed by {@link #withNif(int, NetworkInterface)}.
   *
   * @param number which one, from 0
   * @return the interface and its addresses
   */
  public NetworkInterface nif(int number) {
    return nifs.get(number);
  }

  // ---- for the stack ----

  /** Whether a stack can be made of these devices. */
  void check(List<Nic> nics) {
    if (nics.size() != nifs.size()) {
      throw new IllegalArgumentException(
          nifs.size()
              + " interfaces are configured, and there are "
              + nics.size()
              + " devices; give a device for each interface");
    }
    int descriptors = nics.stream().mapToInt(Nic::ringSize).sum();
    if (buffers <= descriptors) {
      throw new IllegalArgumentException(
          buffers
              + " buffers are too few for receive rings of "
              + descriptors
              + " descriptors; configure more of them than descriptors");
    }
    long[] own =
        nifs.stream()
            .filter(NetworkInterface::hasAddress)
            .mapToLong(NetworkInterface::address)
            .toArray();
    if (LongStream.of(own).distinct().count() < own.length) {
      throw new IllegalArgumentException(
          "two interfaces have the same address; give each one of its own");
    }
  }

  List<NetworkInterface> nifs() {
    return nifs;
  }

  List<Route> routes() {
    return routes;
  }

  Netisr.Mode mode() {
    return mode;
  }

  int buffers() {
    return buffers;
  }

  long arpLifetime() {
    return arpLifetime;
  }

  Probes probes() {
    return probes;
  }

  SockbufFactory sockbufs() {
    return sockbufs;
  }

  UdpDesign udp() {
    return udp;
  }

  SplittableGenerator random() {
    return random;
  }

  /** Whether packets come in on the same CPU by any of these devices. */
  static void checkSteering(List<Nic> nics) {
    Nic first = nics.getFirst();
    for (Nic nic : nics) {
      if (!nic.rss().isLike(first.rss())) {
        throw new IllegalArgumentException(
            "the devices "
                + first.name()
                + " and "
                + nic.name()
                + " steer differently; give both as many queues, the same hash and the same"
                + " indirection table");
      }
    }
  }

  SynCookies synCookies() {
    return synCookies;
  }

  EcnUse ecn() {
    return ecn;
  }

  UncaughtHandler uncaught() {
    return uncaught;
  }

  boolean captured() {
    return captured;
  }

  Set<Offload> offloads() {
    return offloads;
  }

  Addressing addressing(int number) {
    return addressings.get(number);
  }

  /** The longest frame that carries a datagram, which a buffer has room for. */
  int longestFrame() {
    return ETHER_HEADER + nifs.stream().mapToInt(NetworkInterface::mtu).max().orElseThrow();
  }

  /** An interface as all CPUs know it at first. */
  NetworkInterface firstNif(int number) {
    boolean known = addressing(number) == Addressing.FIXED;
    return known ? nif(number) : nif(number).withoutAddress();
  }
}
