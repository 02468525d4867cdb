package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import netmp.icmp.EchoRequest;
import netmp.icmp.EchoRequest.Outcome;
import netmp.icmp.IcmpError;
import netmp.inet.IpAddress;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.stack.Addressing;
import netmp.stack.NetStack;
import netmp.stats.Statistics;
import netmp.tap.TapException;
import netmp.workload.Cable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernel's TCP/IP and its programs against the stack, over a TAP device, in a network namespace
 * of their own. Skipped, with the reason, where there can be none. {@code -Dnetmp.tap.bytes=N} also
 * transfers N bytes both ways; usually it is 64 MiB.
 */
class KernelPeerTest {

  private static final String ME = "10.77.0.2";
  private static final String KERNEL = "10.77.0.1";
  private static final String NAME = "nmk" + ProcessHandle.current().pid();
  private static final long PATIENCE = 20_000_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  private static Namespace kernel;
  private static TapHost host;
  private static Server server;
  private static int buffers;

  @BeforeAll
  static void start() throws Exception {
    kernel = Namespace.make(NAME);
    TapHost.Settings settings =
        new TapHost.Settings(
            NAME,
            IpAddress.parse(ME),
            24,
            IpAddress.parse(KERNEL),
            List.of(),
            1500,
            2,
            Addressing.FIXED);
    try {
      host = TapHost.open(settings, Cable.PERFECT, null);
    } catch (TapException e) {
      Namespace.skip(e.getMessage());
    }
    kernel.take(NAME, KERNEL + "/24");
    buffers = awaitBuffersOfRings();
    server = new Server(host.stack(), line -> {});
    serve("echo", 7, new Echo());
    serve("discard", 9, new Discard());
    serve("daytime", 13, new Daytime(Clock.systemUTC()));
    serve("iperf3", 5201, new Iperf3Service(host.stack()::datagramSocket));
    server.listen("http", 80, new HttpService(folder));
  }

  private static <S extends StreamService & DatagramService> void serve(
      String name, int port, S service) throws SocketError {
    server.listen(name, port, service);
    server.receive(name, port, service);
  }

  /** A protocol thread answers when its ring has got its buffers. */
  private static int awaitBuffersOfRings() {
    host.stack().census();
    return host.stack().availableBuffers();
  }

  /** Everything that came is accounted for, and all buffers are free again. */
  @AfterAll
  static void stop() throws Exception {
    try {
      if (server != null) {
        server.close();
        await(() -> host.stack().availableBuffers() == buffers);
        Statistics s = host.stack().statistics();
        assertThat(s.received()).isEqualTo(s.consumed() + s.inputDrops());
      }
    } finally {
      if (host != null) {
        host.close();
      }
      if (kernel != null) {
        kernel.close();
      }
    }
  }

  /** A state that comes by itself; what it depends on has no way to tell. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  static LongStream lengths() {
    return LongStream.of(1, 1460, 65_521, 1_000_000, Long.getLong("netmp.tap.bytes", 64L << 20));
  }

  // ---- the kernel's programs ask ----

  @ParameterizedTest
  @ValueSource(ints = {0, 56, 1472, 1473, 8000, 65_000})
  void ping(int size) throws Exception {
    assertThat(kernel.run("ping", "-n", "-c", "3", "-i", "0.05", "-s", "" + size, ME))
        .contains("3 received, 0% packet loss");
  }

  @Test
  void flood() throws Exception {
    assertThat(kernel.run("ping", "-n", "-q", "-f", "-c", "3000", ME)).contains(" 3000 received");
  }

  @Test
  void arping() throws Exception {
    assertThat(kernel.run("arping", "-c", "2", "-I", NAME, ME)).contains("Received 2 response(s)");
  }

  /** Who probes for the address learns that it is taken (RFC 5227 section 2.1.1). */
  @Test
  void arpingFindsTheAddressTaken() throws Exception {
    assertThat(
            kernel.run("sh", "-c", "arping -D -c 1 -w 5 -I " + NAME + " " + ME + " || echo taken"))
        .contains("Received 1 response(s)")
        .endsWith("taken\n");
    assertThat(kernel.run("arping", "-D", "-c", "1", "-w", "1", "-I", NAME, "10.77.0.3"))
        .contains("Received 0 response(s)");
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void curlGets(long length) throws Exception {
    Namespace.requireProgram("curl");
    String url = "http://" + ME + "/bytes/" + length;
    assertThat(kernel.run("sh", "-c", "curl -sS --fail " + url + " | sha256sum"))
        .startsWith(Content.digest(length));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void curlPuts(long length) throws Exception {
    String file = Content.file(folder, length).toString();
    assertThat(kernel.run("curl", "-sS", "--fail", "-T", file, "http://" + ME + "/sha256"))
        .isEqualTo(Content.digest(length) + "\n");
  }

  @Test
  void curlUsesOneConnectionAgain() throws Exception {
    String url = "http://" + ME + "/bytes/10";
    String format = "%{num_connects} %{http_code}\n";
    String said =
        kernel.run("curl", "-sS", "-o", "/dev/null", "-o", "/dev/null", "-w", format, url, url);
    assertThat(said).isEqualTo("1 200\n0 200\n");
  }

  @Test
  void curlResumes() throws Exception {
    Files.writeString(folder.resolve("digits.txt"), "0123456789");
    assertThat(kernel.run("curl", "-sS", "--fail", "-C", "6", "http://" + ME + "/digits.txt"))
        .isEqualTo("6789");
  }

  @Test
  void manyCurlsAtOnce() throws Exception {
    Namespace.requireProgram("curl");
    String one = "(curl -sS --fail http://" + ME + "/bytes/300000 | sha256sum) &";
    String said = kernel.run("sh", "-c", one.repeat(20) + " wait");
    String digest = Content.digest(300_000);
    assertThat(said.lines()).hasSize(20).allMatch(line -> line.startsWith(digest));
  }

  @Test
  void ncEchoes() throws Exception {
    Namespace.requireProgram("nc");
    String file = Content.file(folder, 1_000_000).toString();
    String all = "nc -N -w 20 " + ME + " 7 < " + file + " | sha256sum";
    assertThat(kernel.run("sh", "-c", all)).startsWith(Content.digest(1_000_000));
    assertThat(kernel.run("sh", "-c", "echo hello | nc -u -w 1 " + ME + " 7")).isEqualTo("hello\n");
    assertThat(kernel.run("nc", "-w", "5", ME, "13")).endsWith(" GMT\r\n");
  }

  private static JsonNode iperf3(String... options) throws Exception {
    String[] command = {"iperf3", "-J", "-c", ME, "-t", "1"};
    String[] all = Arrays.copyOf(command, command.length + options.length);
    System.arraycopy(options, 0, all, command.length, options.length);
    return JSON.readTree(kernel.run(all)).get("end");
  }

  @Test
  void iperf3OverTcp() throws Exception {
    JsonNode up = iperf3();
    assertThat(up.at("/sum_received/bytes").asLong()).isGreaterThan(1_000_000);
    JsonNode parallel = iperf3("-P", "4");
    assertThat(parallel.get("streams")).hasSize(4);
    assertThat(parallel.at("/sum_received/bytes").asLong()).isGreaterThan(1_000_000);
    JsonNode down = iperf3("-R");
    assertThat(down.at("/sum_sent/bytes").asLong()).isGreaterThan(1_000_000);
    assertThat(down.at("/sum_received/bytes").asLong())
        .isBetween(1_000_000L, down.at("/sum_sent/bytes").asLong());
    JsonNode both = iperf3("--bidir", "-P", "2");
    assertThat(both.get("streams")).hasSize(4);
    assertThat(both.at("/sum_received/bytes").asLong()).isGreaterThan(1_000_000);
    assertThat(both.at("/sum_received_bidir_reverse/bytes").asLong()).isGreaterThan(1_000_000);
  }

  @Test
  void iperf3OverUdp() throws Exception {
    JsonNode up = iperf3("-u", "-b", "10M");
    assertThat(up.at("/sum/packets").asLong()).isBetween(600L, 1200L);
    assertThat(up.at("/sum/lost_percent").asDouble()).isLessThan(50);
    JsonNode down = iperf3("-u", "-b", "10M", "-R");
    assertThat(down.at("/sum/packets").asLong()).isGreaterThan(300L);
    JsonNode both = iperf3("-u", "-b", "10M", "--bidir");
    assertThat(both.at("/sum/packets").asLong()).isBetween(600L, 1200L);
    assertThat(both.at("/sum_bidir_reverse/packets").asLong()).isGreaterThan(300L);
  }

  @Test
  void nmap() throws Exception {
    Namespace.requireProgram("nmap");
    String tcp = kernel.run("nmap", "-n", "-Pn", "-sS", "-p", "7,8,9,13,80,5201", ME);
    assertThat(tcp.lines().filter(line -> line.contains("/tcp") && line.contains(" open ")))
        .hasSize(5);
    assertThat(tcp).containsPattern("8/tcp +closed");
    String udp = kernel.run("nmap", "-n", "-Pn", "-sU", "-p", "7,8,13", ME);
    assertThat(udp)
        .containsPattern("7/udp +open ")
        .containsPattern("13/udp +open ")
        .containsPattern("8/udp +closed");
  }

  /** The fingerprint: sequence numbers that are hard to guess, and an answer to a closed port. */
  @Test
  void nmapLooksForTheSystem() throws Exception {
    String said =
        kernel.run("nmap", "-n", "-Pn", "-O", "--max-os-tries", "1", "-p", "7,8", "-d", ME);
    assertThat(said).containsPattern("TCP Sequence Prediction: Difficulty=2[0-9][0-9]");
    assertThat(said.replaceAll("\\s*OS:", "")).contains("U1(R=Y").contains("IE(R=Y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-U", "-I", "-T -p 80", "-T -p 8"})
  void traceroute(String method) throws Exception {
    Namespace.requireProgram("traceroute");
    String said = kernel.run("sh", "-c", "traceroute -n -q 1 -w 5 " + method + " " + ME);
    assertThat(said.strip().lines().toList()).hasSize(2);
    assertThat(said).containsPattern(" 1 +" + ME + " ");
  }

  /** The command, by a root who may not administer the network. */
  @Test
  void withoutTheRight() throws Exception {
    Namespace.requireProgram("setpriv");
    List<String> command =
        List.of(
            "setpriv",
            "--bounding-set=-net_admin",
            "--inh-caps=-net_admin",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "netmp.cli.Netmp",
            "serve",
            "--tap",
            "nmx",
            "--address",
            "10.0.0.2/24");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(2);
    assertThat(said)
        .startsWith("netmp: TAP nmx: this user may not make or attach the interface; run as root")
        .hasLineCount(1);
  }

  // ---- the stack asks ----

  @Test
  void theKernelAnswersPings() {
    EchoRequest request = host.stack().echoRequest(IpAddress.parse(KERNEL));
    for (int bytes : new int[] {0, 56, 1472}) {
      assertThat(request.ask(bytes, PATIENCE)).isEqualTo(Outcome.ANSWERED);
      assertThat(request.timeToLive()).isEqualTo(64);
    }
  }

  @Test
  void theKernelIsTheGateway() throws Exception {
    kernel.run("ip", "address", "add", "192.0.2.7/32", "dev", "lo");
    kernel.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    NetStack stack = host.stack();
    assertThat(stack.echoRequest(IpAddress.parse("192.0.2.7")).ask(8, PATIENCE))
        .isEqualTo(Outcome.ANSWERED);
    EchoRequest request = stack.echoRequest(IpAddress.parse("198.51.100.1"));
    assertThat(request.ask(8, PATIENCE)).isEqualTo(Outcome.REFUSED);
    assertThat(request.error()).isEqualTo(IcmpError.NETWORK_UNREACHABLE);
    assertThat(request.from()).isEqualTo(IpAddress.parse(KERNEL));
  }

  /** Connects as soon as somebody listens. */
  private static StreamSocket connect(int port) throws IOException {
    StreamSocket[] connected = new StreamSocket[1];
    await(
        () -> {
          StreamSocket socket = host.stack().streamSocket();
          try {
            socket.connect(IpAddress.parse(KERNEL), port);
            connected[0] = socket;
            return true;
          } catch (SocketError e) {
            socket.close();
            assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED);
            return false;
          }
        });
    return connected[0];
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void ncSends(long length) throws Exception {
    Path nothing = Files.createTempFile(folder, "out", "");
    kernel.start(Content.file(folder, length), nothing, "nc", "-l", "-N", KERNEL, "8000");
    MessageDigest sha256 = Content.sha256();
    try (StreamSocket socket = connect(8000);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
      assertThat(new SocketInput(socket).transferTo(out)).isEqualTo(length);
    }
    assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(Content.digest(length));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void ncReceives(long length) throws Exception {
    Path received = Files.createTempFile(folder, "out", "");
    Process nc = kernel.start(Path.of("/dev/null"), received, "nc", "-l", "-d", KERNEL, "8001");
    try (StreamSocket socket = connect(8001)) {
      new HttpContent.Generated(length).write(new SocketOutput(socket), 0, length);
      socket.shutdown(Shutdown.SHUT_WR);
      assertThat(new SocketInput(socket).read()).isEqualTo(-1);
    }
    assertThat(nc.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.mismatch(received, Content.file(folder, length))).isEqualTo(-1);
  }

  @Test
  void fetch() throws Exception {
    Path response = folder.resolve("response");
    Files.writeString(response, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    kernel.start(
        response, Files.createTempFile(folder, "out", ""), "nc", "-l", "-N", KERNEL, "8002");
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    Fetch fetch = Fetch.of("http://" + KERNEL + ":8002/");
    await(
        () -> {
          try {
            return fetch.run(host.stack(), IpAddress.parse(KERNEL), into).status() == 200;
          } catch (SocketError e) {
            assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED);
            return false;
          }
        });
    assertThat(into.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
  }
}
