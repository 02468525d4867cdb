package netmp.benchmark.tap;

import java.io.IOException;
import java.nio.file.Path;

/** Two namespaces of the kernel with a veth pair between them. */
final class KernelOnVeth implements Contender {

  private final Namespace clients = new Namespace("nmveth-a");
  private final Namespace servers = new Namespace("nmveth-b");

  KernelOnVeth(boolean offloads) throws IOException, InterruptedException {
    Namespace.command("ip", "link", "add", "nmva", "type", "veth", "peer", "name", "nmvb");
    clients.take("nmva", CLIENT);
    servers.take("nmvb", ADDRESS + "/24");
    if (!offloads) {
      clients.withoutOffloads("nmva");
      servers.withoutOffloads("nmvb");
    }
    servers.start("iperf3", "-s");
    servers.start(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-classpath",
        System.getProperty("java.class.path"),
        KernelEcho.class.getName());
  }

  @Override
  public Namespace clients() {
    return clients;
  }

  @Override
  public void close() throws IOException {
    clients.close();
    servers.close();
  }
}
