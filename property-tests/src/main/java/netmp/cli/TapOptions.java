package netmp.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import netmp.capture.CaptureWriter;
import netmp.dhcp.Lease;
import netmp.dns.LookupException;
import netmp.dns.Resolver;
import netmp.dns.ResolverConfig;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.ip.Route;
import netmp.nic.Nic;
import netmp.serve.TapHost;
import netmp.stack.Addressing;
import netmp.stack.InterfaceState;
import netmp.stack.NetStack;
import netmp.tap.TapException;
import netmp.workload.Cable;
import picocli.CommandLine.Option;

/** Where the stack of a command has its network. Mixed into every command that needs one. */
final class TapOptions {

  @Option(
      names = "--tap",
      paramLabel = "NAME",
      required = true,
      description = "The kernel's interface, a TAP device: made if there is none of that name.")
  private String tap;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS/LENGTH",
      description =
          "The stack's address in its network with the kernel, such as 10.0.0.2/24; with --dhcp the"
              + " one to ask for first.")
  private String address;

  @Option(
      names = "--dhcp",
      description = "Lease an address from a server (RFC 2131); it is given back at the end.")
  private boolean dhcp;

  @Option(
      names = "--detect-conflicts",
      paramLabel = "yield|keep",
      arity = "0..1",
      fallbackValue = "yield",
      description =
          "Use the address only after seconds in which nobody else claims it (RFC 5227). When"
              + " another station does later, yield it if it is not left alone, or keep it"
              + " (yield).")
  private String conflicts;

  @Option(
      names = "--gateway",
      paramLabel = "ADDRESS",
      description = "The router to everywhere else, such as the kernel's address (default none).")
  private String gateway;

  @Option(
      names = "--route",
      paramLabel = "NETWORK/LENGTH=ROUTER",
      description = "A network behind another router, such as 10.1.0.0/16=10.0.0.3; any number.")
  private Map<String, String> routes = new LinkedHashMap<>();

  @Option(
      names = "--dns",
      paramLabel = "ADDRESS",
      description = "A name server; any number, asked in this order (default those of --dhcp).")
  private List<String> dns = new ArrayList<>();

  @Option(
      names = "--mtu",
      defaultValue = "1500",
      description = "The longest datagram, in bytes; the kernel's must be the same (default 1500).")
  private int mtu;

  @Option(
      names = "--cpus",
      defaultValue = "1",
      description = "Protocol threads, a power of two up to 64 (default 1).")
  private int cpus;

  @Option(
      names = "--pcap",
      paramLabel = "FILE",
      description =
          "Write the frames at the device, both directions (pcapng; pcap if FILE ends in .pcap).")
  private Path pcap;

  private static final Pattern IS_ADDRESS = Pattern.compile("[0-9.]+");

  /** Longer than probes take, and some requests, in nanoseconds. */
  private static final long PATIENCE = 60_000_000_000L;

  /** A host, and the file that its frames are written to, if one is wanted. */
  static final class Running implements AutoCloseable {
    private final TapHost host;
    private final CaptureWriter capture;

    Running(TapHost host, CaptureWriter capture) {
      this.host = host;
      this.capture = capture;
    }

    NetStack stack() {
      return host.stack();
    }

    Nic nic() {
      return host.nic();
    }

    @Override
    public void close() {
      host.close();
      try {
        if (capture != null) {
          capture.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Starts the stack. */
  Running open() {
    TapHost.Settings settings = settings();
    CaptureWriter capture = openCapture();
    try {
      Running running = new Running(TapHost.open(settings, Cable.PERFECT, capture), capture);
      awaitAddress(running);
      return running;
    } catch (TapException e) {
      throw new BadInput(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new BadInput("--tap " + tap + " --address " + address + ": " + e.getMessage(), e);
    }
  }

  private void awaitAddress(Running running) {
    NetStack stack = running.stack();
    if (!stack.awaitAddress(PATIENCE)) {
      long other = stack.interfaceState().contestedBy();
      running.close();
      throw new BadInput(
          dhcp
              ? "--dhcp: no server has leased an address in a minute; is one on " + tap + "?"
              : "--address " + address + ": station " + MacAddress.format(other) + " has it");
    }
  }

  private Addressing addressing() {
    return switch (conflicts) {
      case null -> dhcp ? Addressing.DHCP : Addressing.FIXED;
      case "yield" -> Addressing.PROBED;
      case "keep" -> Addressing.DEFENDED;
      default -> throw new BadInput("--detect-conflicts " + conflicts + ": give yield or keep");
    };
  }

  private Prefix own() {
    if (dhcp && (gateway != null || conflicts != null)) {
      throw new BadInput(
          "--dhcp: leave out "
              + (gateway != null
                  ? "--gateway, which the server tells"
                  : "--detect-conflicts, which is always done"));
    }
    if (address == null && !dhcp) {
      throw new BadInput("give the stack an --address, such as 10.0.0.2/24, or --dhcp");
    }
    return address == null ? new Prefix(IpAddress.ANY, 0) : prefix("--address", address);
  }

  private CaptureWriter openCapture() {
    try {
      return pcap == null
          ? null
          : CaptureWriter.forName(
              pcap.toString(),
              new BufferedOutputStream(Files.newOutputStream(pcap)),
              TapOptions::sinceTheEpoch);
    } catch (IOException e) {
      throw new BadInput("--pcap " + pcap + ": cannot be written: " + e, e);
    }
  }

  /** Frames of other programs are captured beside these, so times are those of the clock. */
  private static long sinceTheEpoch() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  private TapHost.Settings settings() {
    Prefix own = own();
    if (Integer.bitCount(cpus) != 1 || cpus < 1 || cpus > 64) {
      throw new BadInput("--cpus " + cpus + ": give a power of two from 1 to 64");
    }
    return new TapHost.Settings(
        tap,
        own.address(),
        own.length(),
        gateway == null ? IpAddress.ANY : ip("--gateway", gateway),
        routes.entrySet().stream().map(e -> route(e.getKey(), e.getValue())).toList(),
        mtu,
        cpus,
        addressing());
  }

  /** An address with the length of its network's prefix. */
  private record Prefix(int address, int length) {}

  private static Prefix prefix(String what, String text) {
    String[] parts = text.split("/", 2);
    if (parts.length < 2 || !parts[1].matches("[0-9]{1,2}")) {
      throw new BadInput(what + " " + text + ": write it with its length, as 10.0.0.2/24");
    }
    return new Prefix(ip(what, parts[0]), Integer.parseInt(parts[1]));
  }

  private static Route route(String network, String router) {
    Prefix prefix = prefix("--route", network);
    try {
      return new Route(prefix.address(), prefix.length(), ip("--route", router));
    } catch (IllegalArgumentException e) {
      throw new BadInput("--route " + network + ": " + e.getMessage(), e);
    }
  }

  /** Refuses a name if there will be nobody to ask for its address. */
  void requireAddress(String host) {
    if (dns.isEmpty() && !dhcp && !IS_ADDRESS.matcher(host).matches()) {
      throw new BadInput(
          host + ": not an IPv4 address; to look names up give --dns ADDRESS, or --dhcp");
    }
    if (IS_ADDRESS.matcher(host).matches()) {
      ip(host, host);
    }
    dns.forEach(server -> ip("--dns", server));
  }

  /** The address of a host that is named. */
  int resolve(NetStack stack, String host) throws LookupException {
    Lease lease = stack.interfaceState().lease();
    List<Integer> servers = dns.stream().map(server -> ip("--dns", server)).toList();
    List<Integer> leased = lease == null ? List.of() : lease.dnsServers();
    ResolverConfig config =
        ResolverConfig.of(servers.isEmpty() ? leased : servers)
            .withDomain(lease == null ? "" : lease.domain());
    return new Resolver(stack, config, new SecureRandom()).addresses(host).getFirst();
  }

  static int ip(String what, String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BadInput(what + ": " + e.getMessage(), e);
    }
  }

  /** The address that the stack has, for people. */
  static String describe(NetStack stack) {
    InterfaceState state = stack.interfaceState();
    NetworkInterface nif = state.nif();
    String text = "address " + IpAddress.format(nif.address()) + "/" + nif.prefixLength();
    return state.lease() == null
        ? text
        : text
            + " leased for "
            + state.lease().seconds()
            + " s by "
            + IpAddress.format(state.lease().server());
  }

  /** The commands that give the kernel its end of the network. */
  String hint() {
    return "if the kernel's end is not set up: ip address add <its address in the same network>"
        + " dev "
        + tap
        + "; ip link set "
        + tap
        + " up";
  }
}
