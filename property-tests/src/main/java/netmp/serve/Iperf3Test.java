package netmp.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/**
 * One test of iperf3's, seen by the server. Both ends tell each other by single bytes on the
 * control connection how far they are; parameters and results are JSON behind a length of four
 * bytes.
 */
final class Iperf3Test {

  private static final byte TEST_START = 1;
  private static final byte TEST_RUNNING = 2;
  private static final byte TEST_END = 4;
  private static final byte PARAM_EXCHANGE = 9;
  private static final byte CREATE_STREAMS = 10;
  private static final byte EXCHANGE_RESULTS = 13;
  private static final byte DISPLAY_RESULTS = 14;
  private static final byte ACCESS_DENIED = -1;
  private static final byte SERVER_ERROR = -2;

  /** IEUNIMP: an option that is not known here. */
  private static final int NOT_IMPLEMENTED = 13;

  /** What a client's first datagram holds, in the byte order of its machine, and the answer. */
  private static final int HELLO = 0x36373839;

  private static final int HELLO_ANSWER = 0x39383736;
  private static final int OLD_HELLO = 123456789;
  private static final int OLD_HELLO_ANSWER = 987654321;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_JSON = 1 << 20;
  private static final int MOST_STREAMS = 128;
  private static final int ROOM = 128 * 1024;
  private static final double BILLION = 1e9;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final String cookie;
  private final DataInputStream in;
  private final OutputStream out;
  private final Supplier<DatagramSocket> sockets;
  private final List<Iperf3Stream> streams = new CopyOnWriteArrayList<>();
  private final List<StreamSocket> connections = new CopyOnWriteArrayList<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile CountDownLatch missing = new CountDownLatch(0);
  private volatile Settings settings;
  private volatile boolean over;
  private int port;

  /**
   * What the client wants.
   *
   * @param udp datagrams, else connections
   * @param received number of streams by which the client sends
   * @param sent number of streams by which the server does; their connections come last
   * @param length bytes of each write
   * @param bandwidth bits per second of each stream that the server sends; 0 for all there is
   * @param wideNumbers whether datagrams are numbered in 64 bits
   * @param known whether all of it is known here
   */
  private record Settings(
      boolean udp,
      int received,
      int sent,
      int length,
      long bandwidth,
      boolean wideNumbers,
      boolean known) {

    static Settings of(JsonNode told) {
      boolean udp = told.path("udp").asBoolean();
      int parallel = told.path("parallel").asInt(1);
      boolean reverse = told.path("reverse").asBoolean();
      boolean both = told.path("bidirectional").asBoolean();
      int length = told.path("len").asInt(ROOM);
      boolean inRange = parallel >= 1 && parallel <= MOST_STREAMS && length >= (udp ? 16 : 1);
      return new Settings(
          udp,
          both || !reverse ? parallel : 0,
          both || reverse ? parallel : 0,
          Math.min(length, ROOM),
          told.path("bandwidth").asLong(0),
          told.path("udp_counters_64bit").asInt(0) != 0,
          inRange && (udp || told.path("tcp").asBoolean()));
    }

    int streams() {
      return received + sent;
    }
  }

  Iperf3Test(
      String cookie, DataInputStream in, OutputStream out, Supplier<DatagramSocket> sockets) {
    this.sockets = sockets;
    this.cookie = cookie;
    this.in = in;
    this.out = out;
  }

  boolean has(String other) {
    return cookie.equals(other);
  }

  /** Another test is on. */
  void refuse() throws IOException {
    tell(ACCESS_DENIED);
  }

  /** Runs the test, on the thread of the control connection. */
  void run() throws IOException {
    tell(PARAM_EXCHANGE);
    settings = Settings.of(read());
    if (!settings.known) {
      tell(SERVER_ERROR);
      out.write(ByteBuffer.allocate(2 * Integer.BYTES).putInt(NOT_IMPLEMENTED).putInt(0).array());
      return;
    }
    missing = new CountDownLatch(settings.streams());
    tell(CREATE_STREAMS);
    try {
      awaitStreams();
      measure();
    } finally {
      over = true;
      started.countDown();
      connections.forEach(StreamSocket::close);
    }
  }

  private void awaitStreams() throws IOException {
    try {
      if (!missing.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("iperf3: " + missing.getCount() + " streams did not come");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void measure() throws IOException {
    tell(TEST_START);
    tell(TEST_RUNNING);
    long begin = System.nanoTime();
    Duration cpu = cpuTime();
    started.countDown();
    if (settings.udp) {
      streams.stream()
          .filter(s -> s.sends)
          .forEach(s -> Thread.ofVirtual().start(() -> sendDatagrams(s)));
    }
    byte next = in.readByte();
    over = true;
    if (next != TEST_END) {
      throw new EOFException("iperf3: the client gave up, state " + next);
    }
    double seconds = (System.nanoTime() - begin) / BILLION;
    double load = 100 * (cpuTime().minus(cpu).toNanos() / BILLION) / seconds;
    tell(EXCHANGE_RESULTS);
    read();
    write(results(seconds, load));
    tell(DISPLAY_RESULTS);
    in.read(); // IPERF_DONE, or the end
  }

  private static Duration cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private JsonNode results(double seconds, double load) {
    ObjectNode results = JSON.createObjectNode();
    // How the load divides between user and system Java does not know.
    results.put("cpu_util_total", load).put("cpu_util_user", load).put("cpu_util_system", 0.0);
    boolean sends = settings.sent > 0;
    results.put("sender_has_retransmits", !sends ? -1 : settings.udp ? 0 : 1);
    ArrayNode list = results.putArray("streams");
    for (int i = 0; i < streams.size(); i++) {
      int id = i == 0 ? 1 : i + 2; // as the client counts
      boolean counts = !settings.udp && streams.get(i).sends;
      streams.get(i).describe(list.addObject(), id, counts ? retransmits(i) : -1, seconds);
    }
    return results;
  }

  private long retransmits(int stream) {
    try {
      return connections.get(stream).tcpInfo().totalRetransmissions();
    } catch (SocketError e) {
      return 0; // closed meanwhile
    }
  }

  // ---- streams of TCP ----

  /** A connection of the test; on its thread. */
  void join(StreamSocket connection) throws IOException {
    Settings wanted = settings;
    if (wanted == null || wanted.udp) {
      return;
    }
    Iperf3Stream stream;
    synchronized (streams) { // both lists in the same order
      if (streams.size() >= wanted.streams()) {
        return;
      }
      stream = new Iperf3Stream(0, 0, streams.size() >= wanted.received);
      streams.add(stream);
      connections.add(connection);
    }
    missing.countDown();
    try {
      if (stream.sends) {
        started.await();
        send(connection, stream);
      } else {
        receive(connection, stream);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SocketError e) {
      if (!over) {
        throw e;
      }
    }
  }

  private static void receive(StreamSocket connection, Iperf3Stream stream) throws IOException {
    byte[] data = new byte[ROOM];
    for (int n = connection.read(data, 0, ROOM); n > 0; n = connection.read(data, 0, ROOM)) {
      stream.count(n);
    }
  }

  private void send(StreamSocket connection, Iperf3Stream stream) throws IOException {
    byte[] data = new byte[settings.length];
    OutputStream to = new SocketOutput(connection);
    long begin = System.nanoTime();
    while (!over) {
      to.write(data, 0, data.length);
      stream.count(data.length);
      pace(begin, stream);
    }
  }

  /** Waits until it is time for the next write. */
  private void pace(long begin, Iperf3Stream stream) {
    if (settings.bandwidth > 0) {
      long due = (long) (stream.bytes() * Byte.SIZE * BILLION / settings.bandwidth);
      long wait = due - (System.nanoTime() - begin);
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
      }
    }
  }

  // ---- streams of UDP ----

  /** A datagram at the port; on the socket's thread. */
  void take(DatagramSocket at, Datagram datagram) throws IOException {
    Settings wanted = settings;
    if (wanted == null || !wanted.udp) {
      return;
    }
    Iperf3Stream stream = from(datagram);
    if (stream != null) {
      if (!stream.sends) {
        count(stream, datagram);
      }
    } else if (datagram.length() == Integer.BYTES && streams.size() < wanted.streams()) {
      greet(at, datagram);
    }
  }

  private Iperf3Stream from(Datagram datagram) {
    for (Iperf3Stream stream : streams) {
      if (stream.port == datagram.port() && stream.address == datagram.address()) {
        return stream;
      }
    }
    return null;
  }

  private void greet(DatagramSocket at, Datagram datagram) throws IOException {
    ByteBuffer hello = ByteBuffer.wrap(datagram.data()).order(ByteOrder.LITTLE_ENDIAN);
    int answer =
        switch (hello.getInt(0)) {
          case HELLO -> HELLO_ANSWER;
          case OLD_HELLO -> OLD_HELLO_ANSWER;
          default -> 0;
        };
    if (answer == 0) {
      return;
    }
    hello.putInt(0, answer);
    port = at.localPort();
    boolean sends = streams.size() >= settings.received;
    streams.add(new Iperf3Stream(datagram.address(), datagram.port(), sends));
    at.sendTo(datagram.data(), 0, Integer.BYTES, datagram.address(), datagram.port());
    missing.countDown();
  }

  private void count(Iperf3Stream stream, Datagram datagram) {
    int header = 2 * Integer.BYTES + (settings.wideNumbers ? Long.BYTES : Integer.BYTES);
    if (datagram.length() < header || over) {
      return;
    }
    ByteBuffer data = ByteBuffer.wrap(datagram.data());
    double sent = Integer.toUnsignedLong(data.getInt()) + data.getInt() / 1e6;
    long number = settings.wideNumbers ? data.getLong() : Integer.toUnsignedLong(data.getInt());
    Instant now = Instant.now();
    double arrived = now.getEpochSecond() + now.getNano() / BILLION;
    stream.arrived(datagram.length(), number, arrived - sent);
  }

  /**
   * Sends from a socket of the stream's own, which is connected: it need not ask for each datagram.
   */
  private void sendDatagrams(Iperf3Stream stream) {
    try (DatagramSocket socket = sockets.get()) {
      socket.setOption(SocketOption.SO_REUSEPORT, 1);
      socket.bind(0, port);
      socket.connect(stream.address, stream.port);
      long begin = System.nanoTime();
      while (!over) {
        byte[] data = datagram(stream.nextPacket());
        send(socket, data);
        stream.count(data.length);
        pace(begin, stream);
      }
    } catch (SocketError e) {
      over = true; // the client is gone, or the server
    }
  }

  private byte[] datagram(long number) {
    Instant now = Instant.now();
    ByteBuffer data = ByteBuffer.allocate(settings.length);
    data.putInt((int) now.getEpochSecond()).putInt(now.getNano() / 1000);
    if (settings.wideNumbers) {
      data.putLong(number);
    } else {
      data.putInt((int) number);
    }
    return data.array();
  }

  /** Without a buffer it is lost, as on the way. */
  private static void send(DatagramSocket socket, byte[] data) throws SocketError {
    try {
      socket.send(data, 0, data.length);
    } catch (SocketError e) {
      if (e.errno() != Errno.ENOBUFS) {
        throw e;
      }
    }
  }

  // ---- the control connection ----

  private void tell(byte state) throws IOException {
    out.write(state);
  }

  private JsonNode read() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_JSON) {
      throw new IOException("iperf3: the client announces " + length + " bytes of JSON");
    }
    byte[] text = new byte[length];
    in.readFully(text);
    return JSON.readTree(text);
  }

  private void write(JsonNode value) throws IOException {
    byte[] text = JSON.writeValueAsBytes(value);
    out.write(
        ByteBuffer.allocate(Integer.BYTES + text.length).putInt(text.length).put(text).array());
  }
}
