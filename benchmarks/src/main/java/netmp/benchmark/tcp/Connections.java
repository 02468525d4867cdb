package netmp.benchmark.tcp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import netmp.benchmark.LiveHeap;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.socket.StreamSocket;

/** What connections cost, whatever they carry. */
final class Connections {

  private static final int BACKLOG = 128;

  /** Milliseconds. */
  private static final long SETTLES = 3000;

  private Connections() {}

  /**
   * Opens and closes connections, one after the other, both ends on one thread. Those before are in
   * TIME-WAIT meanwhile.
   *
   * @param count how many
   * @return nanoseconds of processor time for one of them, at both ends together
   */
  static double cost(int count) {
    OneThread hosts = new OneThread(NetworkInterface.ETHERNET_MTU, Devices.PLAIN);
    OneThread.Spent spent =
        hosts.run(
            () -> {
              try (StreamSocket listener = listener(hosts)) {
                for (int i = 0; i < count; i++) {
                  listener.accept().close();
                }
              }
            },
            () -> {
              for (int i = 0; i < count; i++) {
                connected(hosts).close();
              }
            });
    return (double) spent.nanos() / count;
  }

  /**
   * Opens connections between stacks on real threads, sends a byte there and back on each, and
   * keeps them.
   *
   * @param count how many
   * @return bytes of live objects for one end of a connection, by class
   * @throws Exception when a connection fails, or the heap cannot be looked at
   */
  static Map<String, Long> idle(int count) throws Exception {
    try (Streams streams = new StackStreams(Devices.PLAIN)) {
      List<Streams.Stream> ends = new ArrayList<>(2 * count + 2);
      open(streams, ends, 1); // loads classes
      Map<String, Long> before = settled();
      open(streams, ends, count);
      Map<String, Long> after = settled();
      for (Streams.Stream end : ends) {
        end.close();
      }
      return LiveHeap.difference(before, after, 2 * count);
    }
  }

  private static void open(Streams streams, List<Streams.Stream> ends, int count)
      throws IOException {
    byte[] data = new byte[1];
    for (int i = 0; i < count; i++) {
      Streams.Stream client = streams.connect(0);
      Streams.Stream server = streams.accept(0);
      client.write(data, 1);
      server.read(data);
      server.write(data, 1);
      client.read(data);
      ends.add(client);
      ends.add(server);
    }
  }

  /** Once the timers of handshakes are over. */
  private static Map<String, Long> settled() throws InterruptedException, JMException {
    Thread.sleep(SETTLES);
    return LiveHeap.histogram();
  }

  private static StreamSocket listener(OneThread hosts) throws IOException {
    StreamSocket listener = hosts.server.streamSocket();
    listener.bind(IpAddress.ANY, OneThread.PORT);
    listener.listen(BACKLOG);
    return listener;
  }

  private static StreamSocket connected(OneThread hosts) throws IOException {
    StreamSocket socket = hosts.client.streamSocket();
    socket.connect(OneThread.SERVER, OneThread.PORT);
    return socket;
  }
}
