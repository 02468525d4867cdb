package netmp.benchmark.udp;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import netmp.pcb.UdpDesign;

/**
 * The four designs of UDP: {@code mvn -q -pl benchmarks -am verify -DskipTests -Dudp} writes
 * docs/udp-figures.md and its pictures.
 */
public final class UdpFigures {

  private static final int ROUNDS = 9;
  private static final int MILLIS = 500;
  private static final int[] CPUS = {1, 2};
  private static final int[] WINDOWS = {1, 16, 64};

  private UdpFigures() {}

  /**
   * Measures.
   *
   * @param arguments the folder to write to
   * @throws Exception if something cannot be measured or a file not written
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Figures of the four designs of UDP

        Written by `mvn -q -pl benchmarks -am verify -DskipTests -Dudp`. %s, %d CPUs, Java %s; load average %.1f. `docs/udp.md` says what
        they mean.

        """
            .formatted(
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    page.append(
        """
        ## 1 to 64 simulated CPUs

        The stack itself, on threads that each have a processor of their own, in virtual time. Every access of the classes of netmp and of
        JCTools to a field or an element is counted as they are loaded: by its instruction, its object and its offset as this JVM lays
        objects out. Caches have lines of 64 bytes and are kept coherent as by MSI. A line *moves* when a processor reads or writes one
        that another holds, and does not hold it so itself; it is *written by more than one CPU* when its last writer was another. An
        access takes %d tick, a line that moves %d more, to wake a sleeping thread %d. The device costs nothing, nor do instructions that
        access no memory. Datagrams have %d bytes. Where nothing else is said each flow has 8 datagrams on their way, and gets the next one
        when the user has received one, so nothing is lost and latency is that of full queues. These counts repeat exactly.
        """
            .formatted(Processor.ACCESS, Processor.MOVE, Processor.WAKE, Frames.LENGTH));
    new Scaling().write(page, folder);
    Files.writeString(folder.resolve("udp-figures.md"), page);
    page.append(
        """

        ## Bytes of the heap for an idle socket, by the number of CPUs

        From the histogram of live objects, over 1000 sockets, with cupholders; both buffers, the control block and what the tables of all
        CPUs have of it.

        """);
    SocketMemory.write(page);
    Files.writeString(folder.resolve("udp-figures.md"), page);
    rates(page);
    Files.writeString(folder.resolve("udp-figures.md"), page);
  }

  private static void rates(StringBuilder page) throws Exception {
    Rates rates = new Rates(ROUNDS, MILLIS);
    page.append(
        """

        ## Processor time of a datagram

        One socket, one reader, all on one thread, in virtual time, without probes: nanoseconds per datagram of %d bytes from the device
        to the user, who gives the device the next one. Medians of %d rounds of all designs in turn; the ratio is the median of those of
        the rounds.

        | | CPUs of the stack | ns | to local-port |
        |---|--:|--:|--:|
        """
            .formatted(Frames.LENGTH, ROUNDS));
    for (int cpus : CPUS) {
      rows(page, cpus, rates.processorTime(cpus));
    }
    page.append(
        """

        ## Datagrams per second on real threads

        The same with a thread for each CPU of the stack and one for the reader. With one CPU that is two threads for the two processors
        of this machine, with two it is three, so what a second CPU gains cannot be seen here, only what it costs.

        | | CPUs of the stack | datagrams per second | to local-port |
        |---|--:|--:|--:|
        """);
    for (int cpus : CPUS) {
      rows(page, cpus, rates.received(cpus));
    }
    page.append(
        """

        ## UDP echo of 64 bytes

        Replies per second. A client with so many requests on their way, and a server, each a thread with a connected socket; over the
        stack on one host (with its protocol thread, three threads), over two stacks and a cable (four), and over the kernel's loopback
        (two), which takes a system call for each datagram.

        | requests on their way | one host | two hosts | kernel | one host to kernel |
        |--:|--:|--:|--:|--:|
        """);
    for (int window : WINDOWS) {
      double[][] echoes = rates.echoes(window);
      page.append(
          "| %d | %,.0f | %,.0f | %,.0f | %.2f |\n"
              .formatted(
                  window,
                  Rates.median(echoes[0]),
                  Rates.median(echoes[1]),
                  Rates.median(echoes[2]),
                  Rates.ratio(echoes[0], echoes[2])));
    }
  }

  private static void rows(StringBuilder page, int cpus, Map<UdpDesign, double[]> measured) {
    double[] localPort = measured.get(UdpDesign.LOCAL_PORT);
    measured.forEach(
        (design, values) ->
            page.append(
                "| %s | %d | %,.0f | %.2f |\n"
                    .formatted(
                        design, cpus, Rates.median(values), Rates.ratio(values, localPort))));
  }
}
