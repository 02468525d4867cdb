package netmp.benchmark.provider;

import java.net.InetSocketAddress;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.provider.Stacks;
import org.HdrHistogram.Histogram;

/**
 * Runs one program in this JVM, and prints how many round trips it made in a second, and their
 * median and 99th percentile in nanoseconds.
 */
public final class ProgramRun {

  static final int SECONDS = 4;
  static final int WARM_UP = 12;
  private static final int PORT = 18_080;

  private ProgramRun() {}

  /**
   * Measures.
   *
   * @param arguments the program, and where: "kernel", "one-host" or "two-hosts"
   * @throws Exception if it cannot run
   */
  public static void main(String[] arguments) throws Exception {
    String program = arguments[0];
    if (arguments[1].equals("kernel")) {
      measure(program, "127.0.0.1");
      return;
    }
    try (Network net = new Network(NetworkConfig.seeded(1).onRealThreads())) {
      Host a = net.host("a");
      Host b = net.host("b");
      net.link(a, b, LinkSettings.PERFECT);
      Stacks.use(a.stack(), b.stack());
      measure(program, arguments[1].equals("one-host") ? "127.0.0.1" : "10.0.0.2");
    }
  }

  private static void measure(String name, String address) throws Exception {
    Program program = Program.of(name, new InetSocketAddress(address, PORT));
    program.time(WARM_UP);
    Histogram nanos = program.time(SECONDS);
    System.out.printf(
        "%d %d %d%n",
        nanos.getTotalCount() / SECONDS,
        nanos.getValueAtPercentile(50),
        nanos.getValueAtPercentile(99));
    program.end();
  }
}
