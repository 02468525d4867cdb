package netmp.workload;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.link.Link;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/**
 * Hosts behind two switches and bad links, which are cut for a while. Each host sends a stream to
 * the next one and asks another by datagram.
 */
final class World {

  private static final int HOSTS = 4;
  private static final int CPUS = 2;
  private static final int PORT = 7;
  private static final int STREAM = 4000;
  private static final int QUESTIONS = 5;
  private static final int PATIENCE_MICROS = 100_000;

  private final Network net;
  private final List<Host> hosts = new ArrayList<>();

  private World(Network net) {
    this.net = net;
  }

  /** Runs the world of a seed; the trace goes to one file, the capture to another. */
  static void run(long seed, Path trace, Path capture) throws IOException {
    NetworkConfig config =
        NetworkConfig.seeded(seed)
            .withCpus(CPUS)
            .withTrace(buffered(trace))
            .withCapture(buffered(capture));
    try (Network net = new Network(config)) {
      new World(net).run();
    }
  }

  private static OutputStream buffered(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  private void run() throws IOException {
    LinkSettings bad =
        LinkSettings.PERFECT
            .withDelay(Duration.ofMillis(2))
            .withJitter(Duration.ofMillis(1))
            .withLoss(0.02)
            .withDuplication(0.02)
            .withReordering(0.05, Duration.ofMillis(5))
            .withCorruption(0.01);
    Switch left = net.addSwitch();
    Switch right = net.addSwitch();
    Link trunk = net.link("trunk", left.addPort(), right.addPort(), bad, bad);
    for (int i = 0; i < HOSTS; i++) {
      Host host = net.host("h" + i);
      hosts.add(host);
      net.link(host, i % 2 == 0 ? left : right, bad);
    }
    net.at(Duration.ofMillis(30), () -> trunk.setUp(false));
    net.at(Duration.ofMillis(400), () -> trunk.setUp(true));
    for (int i = 0; i < HOSTS; i++) {
      serve(i);
      ask(i);
    }
    net.run();
  }

  private void serve(int i) {
    Host host = hosts.get(i);
    net.daemon("h" + i + ".stream", () -> echoStream(host.stack().streamSocket()));
    net.daemon("h" + i + ".datagrams", () -> echoDatagrams(host.stack().datagramSocket()));
  }

  private void ask(int i) {
    Host next = hosts.get((i + 1) % HOSTS);
    Host other = hosts.get((i + 2) % HOSTS);
    SplittableRandom random = net.random();
    net.spawn("h" + i + ".client", () -> sendStream(hosts.get(i), next, random));
    net.spawn("h" + i + ".asker", () -> askByDatagram(hosts.get(i), other));
  }

  private static void echoStream(StreamSocket listener) throws SocketError {
    listener.bind(0, PORT);
    listener.listen(1);
    StreamSocket connection = listener.accept();
    byte[] buffer = new byte[1000];
    for (int n = connection.read(buffer, 0, 1000); n > 0; n = connection.read(buffer, 0, 1000)) {
      connection.write(buffer, 0, n);
    }
    connection.close();
  }

  private static void echoDatagrams(DatagramSocket service) throws SocketError {
    service.bind(0, PORT);
    Datagram question = new Datagram(100);
    while (service.receive(question)) {
      service.sendTo(question.data(), 0, 1, question.address(), question.port());
    }
  }

  private void sendStream(Host from, Host to, SplittableRandom random) throws SocketError {
    byte[] data = new byte[STREAM];
    random.nextBytes(data);
    StreamSocket socket = from.stack().streamSocket();
    net.sleep(Duration.ofMillis(1));
    socket.connect(to.address(), PORT);
    socket.write(data, 0, STREAM);
    socket.shutdown(Shutdown.SHUT_WR);
    int read = 0;
    for (int n = socket.read(data, 0, STREAM); n > 0; n = socket.read(data, 0, STREAM)) {
      read += n;
    }
    socket.close();
    if (read != STREAM) {
      throw new IllegalStateException(read + " bytes came back");
    }
  }

  private void askByDatagram(Host from, Host to) throws SocketError {
    DatagramSocket socket = from.stack().datagramSocket();
    socket.setOption(SocketOption.SO_RCVTIMEO, PATIENCE_MICROS);
    Datagram answer = new Datagram(100);
    for (int i = 0; i < QUESTIONS; i++) {
      socket.sendTo(new byte[] {(byte) i}, 0, 1, to.address(), PORT);
      try {
        socket.receive(answer);
      } catch (SocketError e) {
        if (e.errno() != Errno.EAGAIN) {
          throw e;
        }
      }
    }
    socket.close();
  }
}
