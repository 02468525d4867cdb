package netmp.provider;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;

/**
 * A network that is written down: hosts, switches and links, one to a line, such as {@code link a b
 * delay=10ms loss=0.01}. The syntax is in {@code docs/provider.md}. For one thread.
 */
public final class NetworkFile {

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern TIME = Pattern.compile("([0-9]+)(us|ms|s)");
  private static final Pattern RATE = Pattern.compile("([0-9]+)([kMG]?)");
  private static final Map<String, Long> PREFIX =
      Map.of("", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L);

  /** What a link can be told. */
  private static final Map<String, BiFunction<LinkSettings, String, LinkSettings>> SETTINGS =
      Map.of(
          "bandwidth", (link, value) -> link.withBandwidth(rate(value)),
          "delay", (link, value) -> link.withDelay(time(value)),
          "jitter", (link, value) -> link.withJitter(time(value)),
          "loss", (link, value) -> link.withLoss(Double.parseDouble(value)),
          "duplication", (link, value) -> link.withDuplication(Double.parseDouble(value)),
          "reordering", NetworkFile::reordering,
          "corruption", (link, value) -> link.withCorruption(Double.parseDouble(value)),
          "mtu", (link, value) -> link.withMtu(Integer.parseInt(value)));

  private record Wire(String a, String b, LinkSettings settings) {}

  private final Set<String> hosts = new LinkedHashSet<>();
  private final Set<String> switches = new LinkedHashSet<>();
  private final List<Wire> wires = new ArrayList<>();
  private long seed = 1;
  private Path capture;

  private NetworkFile() {}

  /**
   * Reads a network.
   *
   * @param file where it is written
   * @return what is written there
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException with the line and what is wrong there
   */
  public static NetworkFile read(Path file) throws IOException {
    return parse(file.toString(), Files.readAllLines(file));
  }

  /**
   * Reads a network.
   *
   * @param file how what is wrong is told
   * @param lines what is written
   * @return the network
   * @throws IllegalArgumentException with the line and what is wrong there
   */
  public static NetworkFile parse(String file, List<String> lines) {
    NetworkFile network = new NetworkFile();
    int number = 0;
    for (String line : lines) {
      number++;
      String text = line.replaceFirst("#.*", "").strip();
      try {
        if (!text.isEmpty()) {
          network.add(List.of(BLANKS.split(text)));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
      }
    }
    if (network.hosts.isEmpty()) {
      throw new IllegalArgumentException(file + ": there is no host; add a line \"host NAME\"");
    }
    return network;
  }

  private void add(List<String> words) {
    List<String> arguments = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "seed" -> seed = Long.parseLong(one(arguments, "seed NUMBER"));
      case "host" -> name(hosts, one(arguments, "host NAME"));
      case "switch" -> name(switches, one(arguments, "switch NAME"));
      case "capture" -> capture = Path.of(one(arguments, "capture FILE"));
      case "link" -> link(arguments);
      default ->
          throw new IllegalArgumentException(
              "\""
                  + words.getFirst()
                  + "\" is not known; a line begins with seed, host, switch, link or capture");
    }
  }

  private static String one(List<String> arguments, String usage) {
    if (arguments.size() != 1) {
      throw new IllegalArgumentException("write \"" + usage + "\"");
    }
    return arguments.getFirst();
  }

  private void name(Set<String> kind, String name) {
    if (hosts.contains(name) || switches.contains(name)) {
      throw new IllegalArgumentException("the name " + name + " is taken");
    }
    kind.add(name);
  }

  private void link(List<String> arguments) {
    if (arguments.size() < 2) {
      throw new IllegalArgumentException("write \"link A B\", then settings such as delay=10ms");
    }
    String a = known(arguments.get(0));
    String b = known(arguments.get(1));
    if (switches.contains(a) && switches.contains(b)) {
      throw new IllegalArgumentException("switches are not linked; link all hosts to one of them");
    }
    LinkSettings settings = LinkSettings.PERFECT;
    for (String setting : arguments.subList(2, arguments.size())) {
      settings = set(settings, setting);
    }
    wires.add(new Wire(a, b, settings));
  }

  private String known(String name) {
    if (!hosts.contains(name) && !switches.contains(name)) {
      throw new IllegalArgumentException("there is no host or switch " + name + " above this line");
    }
    return name;
  }

  private static LinkSettings set(LinkSettings link, String setting) {
    int equals = setting.indexOf('=');
    String key = equals < 0 ? setting : setting.substring(0, equals);
    BiFunction<LinkSettings, String, LinkSettings> change = SETTINGS.get(key);
    if (equals < 0 || change == null) {
      throw new IllegalArgumentException(
          "\"" + setting + "\" is no setting of a link; there are " + keys());
    }
    try {
      return change.apply(link, setting.substring(equals + 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + setting + "\": " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("\"" + setting + "\" is too large", e);
    }
  }

  private static String keys() {
    return String.join(", ", SETTINGS.keySet().stream().sorted().toList());
  }

  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a time is a number with us, ms or s behind it");
    }
    long nanos =
        switch (matcher.group(2)) {
          case "us" -> 1_000;
          case "ms" -> 1_000_000;
          default -> 1_000_000_000;
        };
    return Duration.ofNanos(Math.multiplyExact(Long.parseLong(matcher.group(1)), nanos));
  }

  private static long rate(String text) {
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a bandwidth is bits per second, with k, M or G or none");
    }
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), PREFIX.get(matcher.group(2)));
  }

  private static LinkSettings reordering(LinkSettings link, String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("write the share, and for how long at most: 0.05/2ms");
    }
    return link.withReordering(
        Double.parseDouble(text.substring(0, slash)), time(text.substring(slash + 1)));
  }

  /**
   * The names of the hosts.
   *
   * @return in the order in which they are written
   */
  public List<String> hosts() {
    return List.copyOf(hosts);
  }

  /**
   * Builds the network, on real threads.
   *
   * @return it, with its hosts started; the caller closes it
   * @throws IOException if the capture cannot be written
   */
  public Network open() throws IOException {
    NetworkConfig config = NetworkConfig.seeded(seed).onRealThreads();
    if (capture != null) {
      config = config.withCapture(new BufferedOutputStream(Files.newOutputStream(capture)));
    }
    Network network = new Network(config);
    Map<String, Host> made = new HashMap<>();
    hosts.forEach(name -> made.put(name, network.host(name)));
    Map<String, Switch> relays = new HashMap<>();
    switches.forEach(name -> relays.put(name, network.addSwitch()));
    for (Wire wire : wires) {
      Host a = made.get(wire.a);
      Host b = made.get(wire.b);
      if (a != null && b != null) {
        network.link(a, b, wire.settings);
      } else if (a != null) {
        network.link(a, relays.get(wire.b), wire.settings);
      } else {
        network.link(b, relays.get(wire.a), wire.settings);
      }
    }
    return network;
  }
}
