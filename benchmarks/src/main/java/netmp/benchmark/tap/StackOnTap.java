package netmp.benchmark.tap;

import java.io.IOException;
import java.util.List;
import netmp.inet.IpAddress;
import netmp.link.FinishedWire;
import netmp.serve.Echo;
import netmp.serve.Iperf3Service;
import netmp.serve.Server;
import netmp.serve.TapHost;
import netmp.stack.Addressing;
import netmp.tap.TapException;
import netmp.workload.Cable;

/** The stack in this JVM; clients are the kernel's, at the other end of a TAP device. */
final class StackOnTap implements Contender {

  private static final String NAME = "nmtap";

  /**
   * Passes finished frames only: it hides what the other end could do with others. What comes in
   * comes one at a time, so that nothing is joined.
   */
  private static final Cable PLAIN =
      (from, to, receiver) ->
          to.equals(NAME)
              ? new FinishedWire(receiver)
              : (frame, offset, length) -> receiver.transmit(frame, offset, length);

  private final Namespace clients = new Namespace(NAME);
  private final TapHost host;
  private final Server server;

  StackOnTap(int cpus, boolean offloads) throws IOException, InterruptedException {
    TapHost.Settings settings =
        new TapHost.Settings(
            NAME, IpAddress.parse(ADDRESS), 24, 0, List.of(), 1500, cpus, Addressing.FIXED);
    try {
      host = TapHost.open(settings, offloads ? Cable.PERFECT : PLAIN, null);
    } catch (TapException e) {
      throw new IOException(e.getMessage(), e);
    }
    clients.take(NAME, CLIENT);
    host.device().setJoining(offloads);
    if (!offloads) {
      clients.withoutOffloads(NAME);
    }
    server = new Server(host.stack(), System.err::println);
    Iperf3Service iperf3 = new Iperf3Service(host.stack()::datagramSocket);
    server.listen("iperf3", 5201, iperf3);
    server.receive("iperf3", 5201, iperf3);
    server.listen("echo", 7, new Echo());
  }

  @Override
  public Namespace clients() {
    return clients;
  }

  @Override
  public void close() throws IOException {
    server.close();
    host.close();
    clients.close();
  }
}
