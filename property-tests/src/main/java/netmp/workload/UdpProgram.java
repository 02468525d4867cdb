package netmp.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import netmp.exec.Execution;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;

/**
 * Several users, each with ports of its own, bind, connect, disconnect and close sockets of host B
 * as chance has it, while datagrams come to them on all CPUs. A list and BSD's rules say what each
 * call must answer and which sockets may get a datagram.
 *
 * @param users how many users
 * @param steps how much each does
 */
public record UdpProgram(int users, int steps) implements Workload {

  private static final int FIRST_PORT = 4000;
  private static final int FIRST_PEER = 5000;
  private static final int PORTS = 2;
  private static final int PEERS = 4;
  private static final int ANY = 0;
  private static final int TRAFFIC = 10;
  private static final long QUIET = 2_000_000;
  private static final long PACE = 20_000;

  @Override
  public String name() {
    return "udp-program";
  }

  @Override
  public String summary() {
    return "bind, connect, disconnect and close while datagrams come";
  }

  @Override
  public void start(Bench bench) {
    bench.connectAandB();
    AtomicInteger busy = new AtomicInteger(users);
    Thread main =
        bench.user(
            "B.u0",
            () -> {
              while (busy.get() > 0) {
                bench.execution().park();
              }
              bench.settle();
            });
    for (int i = 0; i < users; i++) {
      User user = new User(bench, i);
      bench.user(
          "B.u" + (i + 1),
          () -> {
            try {
              user.run();
            } finally {
              busy.decrementAndGet();
              bench.execution().unpark(main);
            }
          });
    }
  }

  /** What the model knows of a socket. */
  private static final class Entry {
    final DatagramSocket socket;
    final int port;
    final boolean reusePort;
    int local;
    int peer = ANY;

    Entry(DatagramSocket socket, int port, int local, boolean reusePort) {
      this.socket = socket;
      this.port = port;
      this.local = local;
      this.reusePort = reusePort;
    }
  }

  /** A call that fails with a socket error. */
  @FunctionalInterface
  private interface Call {
    void run() throws SocketError;
  }

  private static Errno errno(Call call) {
    try {
      call.run();
      return Errno.OK;
    } catch (SocketError e) {
      return e.errno();
    }
  }

  /** One user and its part of the model. */
  private final class User {
    private final Bench bench;
    private final int number;
    private final RandomGenerator random;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<List<Object>, DatagramSocket> chosen = new HashMap<>();
    private final List<DatagramSocket> peers = new ArrayList<>();
    private int sent;

    User(Bench bench, int number) {
      this.bench = bench;
      this.number = number;
      random = bench.random();
    }

    void run() throws Exception {
      for (int i = 0; i < PEERS; i++) {
        DatagramSocket peer = bench.a().stack().datagramSocket();
        peer.bind(ANY, peerPort(i));
        peers.add(peer);
      }
      for (int i = 0; i < steps; i++) {
        step();
      }
      entries.forEach(entry -> entry.socket.close());
      peers.forEach(DatagramSocket::close);
    }

    private int peerPort(int peer) {
      return FIRST_PEER + number * PEERS + peer;
    }

    private int anyPort() {
      return FIRST_PORT + number * PORTS + random.nextInt(PORTS);
    }

    private void step() throws Exception {
      int what = random.nextInt(10);
      if (entries.isEmpty() || what < 2) {
        bind();
        return;
      }
      Entry entry = entries.get(random.nextInt(entries.size()));
      switch (what) {
        case 2, 3 -> connect(entry, random.nextInt(PEERS));
        case 4 -> disconnect(entry);
        case 5 -> {
          entry.socket.close();
          entries.remove(entry);
        }
        case 6 -> moveUnderTraffic(entry, random.nextInt(PEERS));
        case 7 -> race(entry, random.nextInt(PEERS));
        default -> exchange(random.nextInt(PEERS), anyPort());
      }
    }

    private void expect(String call, Errno expected, Errno got) {
      if (expected != got) {
        bench.find("u%d: %s answered %s, not %s".formatted(number, call, got, expected));
      }
    }

    private void bind() throws SocketError {
      int port = anyPort();
      int local = random.nextBoolean() ? ANY : bench.b().address();
      boolean reusePort = random.nextBoolean();
      DatagramSocket socket = bench.b().stack().datagramSocket();
      socket.setOption(SocketOption.SO_REUSEPORT, reusePort ? 1 : 0);
      boolean refused =
          entries.stream().filter(e -> e.port == port).anyMatch(e -> refuses(e, local, reusePort));
      Errno errno = errno(() -> socket.bind(local, port));
      expect("bind", refused ? Errno.EADDRINUSE : Errno.OK, errno);
      if (errno == Errno.OK) {
        entries.add(new Entry(socket, port, local, reusePort));
      } else {
        socket.close();
      }
    }

    private static boolean refuses(Entry entry, int local, boolean reusePort) {
      return !reusePort || (entry.peer == ANY && entry.local == local && !entry.reusePort);
    }

    private void connect(Entry entry, int peer) {
      int port = peerPort(peer);
      boolean taken = entries.stream().anyMatch(e -> e.port == entry.port && e.peer == port);
      Errno expected = taken ? Errno.EADDRINUSE : Errno.OK;
      Errno errno = connectTo(entry, peer);
      expect("connect", entry.peer == ANY ? expected : Errno.EISCONN, errno);
      if (errno == Errno.OK) {
        entry.peer = port;
        entry.local = bench.b().address();
      }
    }

    private void disconnect(Entry entry) {
      Errno errno = errno(entry.socket::disconnect);
      expect("disconnect", entry.peer == ANY ? Errno.ENOTCONN : Errno.OK, errno);
      entry.peer = ANY;
      entry.local = errno == Errno.OK ? ANY : entry.local;
    }

    private void rest(long nanos) {
      Execution execution = bench.execution();
      long deadline = execution.nanoTime() + nanos;
      while (execution.nanoTime() < deadline) {
        execution.parkUntil(deadline);
      }
    }

    /** Who may get a datagram of a peer: the connected, the bound to the address, or the others. */
    private Set<DatagramSocket> candidates(int peer, int port) {
      Set<DatagramSocket> connected = new HashSet<>();
      Set<DatagramSocket> bound = new HashSet<>();
      Set<DatagramSocket> any = new HashSet<>();
      for (Entry e : entries) {
        if (e.port == port && e.peer == peer) {
          connected.add(e.socket);
        } else if (e.port == port && e.peer == ANY) {
          (e.local == ANY ? any : bound).add(e.socket);
        }
      }
      return !connected.isEmpty() ? connected : !bound.isEmpty() ? bound : any;
    }

    private void exchange(int peer, int port) throws SocketError {
      byte[] id = {(byte) ++sent};
      DatagramSocket from = peers.get(peer);
      from.takeError(); // of a datagram to a port that nobody had
      from.sendTo(id, 0, 1, bench.b().address(), port);
      rest(QUIET);
      Set<DatagramSocket> may = candidates(peerPort(peer), port);
      Set<DatagramSocket> got = new HashSet<>();
      Datagram d = new Datagram(1);
      for (Entry e : entries) {
        while (e.socket.receiveNow(d)) {
          got.add(e.socket);
          if (d.data()[0] != id[0] || d.port() != peerPort(peer)) {
            bench.find("u" + number + ": a datagram that was not sent");
          }
        }
      }
      boolean missing = bench.isLossless() && got.size() < Math.min(1, may.size());
      if (missing || got.size() > 1 || !may.containsAll(got)) {
        bench.find("u%d: %d of %d got it".formatted(number, got.size(), may.size()));
      }
      keepsFlow(List.of(peer, port, may), got);
    }

    /** While the same sockets may get the datagrams of a flow, the same one gets them. */
    private void keepsFlow(List<Object> flow, Set<DatagramSocket> got) {
      for (DatagramSocket socket : got) {
        DatagramSocket before = chosen.put(flow, socket);
        if (before != null && !before.equals(socket)) {
          bench.find("u" + number + ": a flow changed its socket");
        }
      }
    }

    /**
     * The only socket of a port is connected to a peer and disconnected again and again, while the
     * peer sends: whatever it sends is for the socket, and comes.
     */
    private void moveUnderTraffic(Entry entry, int peer) throws Exception {
      if (entry.peer != ANY || entries.stream().filter(e -> e.port == entry.port).count() > 1) {
        return;
      }
      AtomicInteger running = new AtomicInteger(2);
      Thread self = Thread.currentThread();
      helper("A.s", self, running, () -> send(peers.get(peer), peer, entry.port));
      helper("B.q", self, running, () -> ask(entry));
      int received = 0;
      boolean connected = false;
      while (running.get() > 0) {
        Errno errno = connected ? errno(entry.socket::disconnect) : connectTo(entry, peer);
        expect("a move", Errno.OK, errno);
        connected = !connected;
        rest(random.nextInt(2) * PACE);
        received += drain(entry);
      }
      if (connected) {
        expect("the last move", Errno.OK, errno(entry.socket::disconnect));
      }
      entry.local = ANY;
      rest(QUIET);
      received += drain(entry);
      if (received != TRAFFIC && bench.b().nic().counters().rxNoBuffer() == 0) {
        bench.find("u%d: %d of %d came".formatted(number, received, TRAFFIC));
      }
    }

    /** Two sockets of a port want the same peer at once, while it sends: one of them gets it. */
    private void race(Entry entry, int peer) throws Exception {
      Entry other = rival(entry, peerPort(peer));
      if (entry.peer != ANY || other == null) {
        return;
      }
      AtomicInteger running = new AtomicInteger(2);
      AtomicReference<Errno> others = new AtomicReference<>();
      Thread self = Thread.currentThread();
      helper("A.s", self, running, () -> send(peers.get(peer), peer, entry.port));
      helper("B.r", self, running, () -> others.set(connectTo(other, peer)));
      Errno own = connectTo(entry, peer);
      while (running.get() > 0) {
        bench.execution().park();
      }
      expect("a race", own == Errno.OK ? Errno.EADDRINUSE : Errno.OK, others.get());
      expect("a race", others.get() == Errno.OK ? Errno.EADDRINUSE : Errno.OK, own);
      Entry winner = own == Errno.OK ? entry : other;
      winner.peer = peerPort(peer);
      winner.local = bench.b().address();
      rest(QUIET);
      for (Entry each : entries) {
        drain(each);
      }
    }

    /** Another socket of the port without a peer, if none has the peer. */
    private Entry rival(Entry entry, int peerPort) {
      Entry rival = null;
      for (Entry e : entries) {
        if (e.port == entry.port && e.peer == peerPort) {
          return null;
        }
        rival = e.port == entry.port && e.peer == ANY && !e.equals(entry) ? e : rival;
      }
      return rival;
    }

    private Errno connectTo(Entry entry, int peer) {
      return errno(() -> entry.socket.connect(bench.a().address(), peerPort(peer)));
    }

    private void helper(String name, Thread main, AtomicInteger running, Bench.UserBody body) {
      bench.user(
          name + number,
          () -> {
            try {
              body.run();
            } finally {
              running.decrementAndGet();
              bench.execution().unpark(main);
            }
          });
    }

    private void send(DatagramSocket from, int peer, int port) throws SocketError {
      from.takeError();
      byte[] id = {(byte) peer};
      for (int i = 0; i < TRAFFIC; i++) {
        from.sendTo(id, 0, 1, bench.b().address(), port);
        rest(PACE);
      }
    }

    /** Requests of another user meanwhile. */
    private void ask(Entry entry) throws SocketError {
      Endpoint end = new Endpoint();
      for (int i = 0; i < TRAFFIC; i++) {
        entry.socket.localEndpoint(end);
        if (end.port() != entry.port) {
          bench.find("u" + number + ": the socket has port " + end.port());
        }
        rest(PACE);
      }
    }

    private int drain(Entry entry) throws SocketError {
      Datagram d = new Datagram(1);
      int received = 0;
      while (entry.socket.receiveNow(d)) {
        received++;
      }
      return received;
    }
  }
}
