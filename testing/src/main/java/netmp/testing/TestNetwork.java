package netmp.testing;

import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import netmp.link.Link;
import netmp.link.LinkSettings;
import netmp.link.Queueing;
import netmp.link.Switch;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The network that a test method asks for by its parameters and annotations. */
record TestNetwork(Network network, List<Host> hosts, List<Link> links) {

  static TestNetwork make(
      ExtensionContext context, NetmpTest test, long seed, Recording recording) {
    NetworkConfig config =
        NetworkConfig.seeded(seed)
            .withCpus(test.cpus())
            .withTimeLimit(Duration.ofSeconds(test.seconds()))
            .withName(recording.name())
            .withCapture(recording.capture())
            .withTrace(recording.trace());
    Network network = new Network(config);
    List<Host> hosts = new ArrayList<>();
    Arrays.stream(context.getRequiredTestMethod().getParameters())
        .filter(parameter -> parameter.getType() == Host.class)
        .map(Parameter::getName)
        .forEach(name -> hosts.add(network.host(name)));
    return new TestNetwork(network, hosts, link(network, hosts, settings(context)));
  }

  private static List<Link> link(Network network, List<Host> hosts, LinkSettings settings) {
    if (hosts.size() == 2) {
      return List.of(network.link(hosts.get(0), hosts.get(1), settings));
    }
    Switch lan = network.addSwitch();
    return hosts.stream().map(host -> network.link(host, lan, settings)).toList();
  }

  private static LinkSettings settings(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Links.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Links.class))
        .map(TestNetwork::settings)
        .orElse(LinkSettings.PERFECT);
  }

  private static LinkSettings settings(Links links) {
    return LinkSettings.PERFECT
        .withBandwidth(links.bandwidth())
        .withQueueing(new Queueing.TailDrop(links.queue(), Long.MAX_VALUE))
        .withDelay(micros(links.delayMicros()))
        .withJitter(micros(links.jitterMicros()))
        .withLoss(links.loss())
        .withDuplication(links.duplication())
        .withReordering(links.reordering(), micros(links.heldBackMicros()))
        .withCorruption(links.corruption())
        .withMtu(links.mtu());
  }

  private static Duration micros(long count) {
    return Duration.ofNanos(Math.multiplyExact(count, 1000L));
  }
}
