package netmp.provider;

import java.io.IOException;
import java.nio.file.Path;
import netmp.network.Host;
import netmp.network.Network;
import netmp.stack.NetStack;

/**
 * Puts a program that knows nothing of it on a network, before its main method runs: {@code
 * -javaagent:JAR=FILE}, where the manifest of the jar names this class, and the file the network
 * ({@link NetworkFile}). {@code ./netmp exec} does it.
 */
public final class Agent {

  private Agent() {}

  /**
   * Called by the JVM.
   *
   * @param argument the host where the program is, a comma, and the file of the network
   * @throws IOException if the file cannot be read, or sockets cannot be replaced
   */
  public static void premain(String argument) throws IOException {
    int comma = argument.indexOf(',');
    Network network = NetworkFile.read(Path.of(argument.substring(comma + 1))).open();
    PlainSockets.install();
    Stacks.use(stacks(network, argument.substring(0, comma)));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(network), "netmp-exit"));
  }

  /** The program's first. */
  private static NetStack[] stacks(Network network, String first) {
    return network.hosts().stream()
        .sorted((a, b) -> Boolean.compare(b.name().equals(first), a.name().equals(first)))
        .map(Host::stack)
        .toArray(NetStack[]::new);
  }

  private static void close(Network network) {
    try {
      network.close();
    } catch (IOException e) {
      System.err.println("netmp: the capture is not complete: " + e.getMessage());
    }
  }
}
