package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import netmp.ether.Interfaces;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;

/**
 * The table finds what one finds who looks at the bits of every route, also as addresses change.
 */
class RouteTablePropertiesTest {

  /** Addresses differ in few bits, so that networks overlap. */
  private static final int BASE = IpAddress.parse("10.0.0.0");

  private static final int BITS = 0x0303_0303;

  /** What leads somewhere: the first of the longest prefixes counts. */
  private record Way(int network, int length, int gateway, int ifnet) {

    boolean covers(int address) {
      boolean same = true;
      for (int bit = 31; bit > 31 - length; bit--) {
        same &= (address >>> bit & 1) == (network >>> bit & 1);
      }
      return same;
    }
  }

  private static int address(Random random) {
    return BASE | (random.nextInt() & BITS);
  }

  private static int prefix(int address, int length) {
    return length == 0 ? 0 : address >>> (32 - length) << (32 - length);
  }

  /** An interface with an address and perhaps a gateway, or without. */
  private static NetworkInterface nif(int number, Random random) {
    String name = "n" + number;
    long mac = 0x0200_0000_0000L + number;
    int length = 1 + random.nextInt(30);
    int gateway = random.nextBoolean() ? address(random) : IpAddress.ANY;
    try {
      return new NetworkInterface(name, mac, address(random), length, gateway);
    } catch (IllegalArgumentException e) {
      return NetworkInterface.withoutAddress(name, mac, 1500); // no host of its network
    }
  }

  private static Route route(Random random) {
    int length = random.nextInt(33);
    return new Route(prefix(address(random), length), length, address(random));
  }

  private static List<Way> ways(Interfaces interfaces, List<Route> others) {
    List<Way> ways = new ArrayList<>();
    for (Route route : others) {
      linkOf(interfaces, route.gateway())
          .ifPresent(
              n -> ways.add(new Way(route.network(), route.prefixLength(), route.gateway(), n)));
    }
    for (int i = 0; i < interfaces.size(); i++) {
      NetworkInterface nif = interfaces.get(i).nif();
      if (nif.hasAddress()) {
        ways.add(new Way(nif.network(), nif.prefixLength(), IpAddress.ANY, i));
      }
      if (nif.gateway() != IpAddress.ANY) {
        ways.add(new Way(0, 0, nif.gateway(), i));
      }
    }
    return ways;
  }

  /** The first interface on whose network another host can have the address. */
  private static Optional<Integer> linkOf(Interfaces interfaces, int gateway) {
    for (int i = 0; i < interfaces.size(); i++) {
      NetworkInterface nif = interfaces.get(i).nif();
      boolean near = nif.hasAddress() && prefix(gateway, nif.prefixLength()) == nif.network();
      if (near && !nif.isBroadcast(gateway) && !isOurs(interfaces, gateway)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static boolean isOurs(Interfaces interfaces, int address) {
    boolean ours = false;
    for (int i = 0; i < interfaces.size(); i++) {
      ours |= interfaces.get(i).nif().address() == address;
    }
    return ours;
  }

  @Property
  void theFirstOfTheLongestPrefixesCounts(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 4) int number) {
    List<NetworkInterface> nifs = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      nifs.add(nif(i, random));
    }
    Interfaces interfaces = new Interfaces(nifs);
    interfaces.get(0).configure(interfaces.get(0).nif().withoutAddress()); // any gateway will do
    List<Route> others = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      others.add(route(random));
    }
    RouteTable table = new RouteTable(interfaces, others);
    for (int change = 0; change < 4; change++) {
      agree(table, interfaces, ways(interfaces, others), random);
      int changed = random.nextInt(number);
      interfaces.get(changed).configure(nif(changed, random));
      table.configure();
    }
  }

  private static void agree(
      RouteTable table, Interfaces interfaces, List<Way> ways, Random random) {
    for (int i = 0; i < 50; i++) {
      int to = address(random);
      if (!interfaces.isBroadcast(to)) {
        Optional<Way> best =
            ways.stream()
                .filter(way -> way.covers(to))
                .sorted(Comparator.comparingInt((Way way) -> -way.length())) // stable
                .findFirst();
        int next = best.map(w -> w.gateway() == IpAddress.ANY ? to : w.gateway()).orElse(0);
        int first = interfaces.first().number();
        assertThat(table.to(to).nextHop(to)).isEqualTo(next);
        assertThat(table.ifnetTo(to).number()).isEqualTo(best.map(Way::ifnet).orElse(first));
      }
    }
  }
}
