package netmp.provider;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import netmp.link.Link;
import netmp.link.LinkCounter;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;

/** The provider of netmp, on two hosts, and the JDK's own to compare it with. */
final class Providers {

  private Providers() {}

  /** What a test does on a network. */
  @FunctionalInterface
  interface Body {

    /** Runs with the two hosts, of which the first is where channels are by default. */
    void run(Host a, Host b) throws Exception;
  }

  /** A network on whose first host channels are. */
  static Network oneHost() {
    Network network = new Network(NetworkConfig.seeded(1).onRealThreads());
    network.link(network.host("a"), network.host("b"), LinkSettings.PERFECT);
    Stacks.use(network.hosts().getFirst().stack());
    return network;
  }

  static SocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** How many frames the link has lost. */
  static long onNetwork(LinkSettings settings, Body body) throws Exception {
    try (Network net = new Network(NetworkConfig.seeded(42).onRealThreads())) {
      Host a = net.host("a");
      Host b = net.host("b");
      Link link = net.link(a, b, settings);
      Stacks.use(a.stack(), b.stack());
      try {
        body.run(a, b);
        return link.toA().counters().get(LinkCounter.LOST)
            + link.toB().counters().get(LinkCounter.LOST);
      } finally {
        Stacks.use();
      }
    }
  }

  /** Both: what a test finds with one it must find with the other. */
  static List<SelectorProvider> both() throws ReflectiveOperationException {
    SelectorProvider jdk =
        (SelectorProvider)
            Class.forName("sun.nio.ch.DefaultSelectorProvider").getMethod("get").invoke(null);
    return List.of(jdk, new NetmpSelectorProvider());
  }
}
