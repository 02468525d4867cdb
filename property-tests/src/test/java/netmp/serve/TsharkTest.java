package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.capture.CaptureReader;
import netmp.capture.CaptureWriter;
import netmp.capture.CapturedFrame;
import netmp.capture.CapturedFrame.Direction;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.nic.Wire;
import netmp.sockbuf.Design;
import netmp.socket.Shutdown;
import netmp.socket.StreamSocket;
import netmp.trace.TraceWriter;
import netmp.workload.Recorders;
import netmp.workload.SimRun;
import netmp.workload.Workload;
import netmp.workload.Workloads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a protocol analyzer that nobody here wrote thinks of our captures. */
class TsharkTest {

  private static final String WRONG =
      "_ws.malformed or ip.checksum.status == Bad or tcp.checksum.status == Bad"
          + " or udp.checksum.status == Bad or icmp.checksum.status == Bad"
          + " or igmp.checksum.status == Bad";

  private static final int CPUS = 2;
  private static final int BYTES = 200_000;
  private static final int PORT = 7;

  private static final LinkSettings FAULTY =
      LinkSettings.PERFECT
          .withBandwidth(20_000_000)
          .withDelay(Duration.ofMillis(5))
          .withLoss(0.02)
          .withDuplication(0.02)
          .withReordering(0.05, Duration.ofMillis(4));

  private static final Pattern CONTROL_BLOCK = Pattern.compile("[AB]/tcpcb/[0-9]+");

  @TempDir private Path folder;

  @BeforeEach
  void installed() {
    Namespace.requireProgram("tshark");
  }

  private static List<String> tshark(Path capture, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
    for (String protocol : List.of("ip", "tcp", "udp")) {
      command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
    }
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return said.lines().toList();
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  /** Runs a workload; its capture. */
  private Path captured(Workload workload, TraceWriter trace, String name) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = open(file)) {
      Recorders recorders = new Recorders(trace, clock -> CaptureWriter.forName(name, out, clock));
      SimRun run = SimRun.plain(workload, CPUS, 1, Design.CUPHOLDER);
      assertThat(run.run(recorders).findings()).isEmpty();
    }
    return file;
  }

  @ParameterizedTest
  @MethodSource("netmp.workload.Workloads#all")
  void nothingIsWrongWithTheFramesOfAWorkload(Workload workload) throws Exception {
    Path file = captured(workload, null, "run.pcapng");
    assertThat(tshark(file, "-Y", WRONG)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run.pcap", "run.pcapng"})
  void aFlippedBitIsWrong(String name) throws Exception {
    Path good = captured(Workloads.named("udp-echo").orElseThrow(), null, name);
    Path bad = folder.resolve("bad-" + name);
    int flipped = 0;
    try (CaptureReader reader =
            new CaptureReader(new BufferedInputStream(Files.newInputStream(good)));
        CaptureWriter writer = CaptureWriter.forName(name, open(bad), () -> 0)) {
      Wire to = writer.tap(writer.addDevice("A"), Direction.OUTBOUND, (f, offset, length) -> {});
      for (CapturedFrame frame = reader.next(); frame != null; frame = reader.next()) {
        byte[] bytes = frame.bytes();
        bytes[bytes.length - 1] ^= 4;
        to.transmit(bytes, 0, bytes.length);
        flipped += bytes[12] == 8 && bytes[13] == 0 ? 1 : 0; // ARP has no checksum
      }
    }
    assertThat(tshark(good, "-Y", WRONG)).isEmpty();
    assertThat(tshark(bad, "-Y", WRONG)).hasSize(flipped).hasSizeGreaterThan(10);
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[BYTES];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private static void write(StreamSocket socket, byte[] bytes) throws IOException {
    socket.write(bytes, 0, bytes.length);
    socket.shutdown(Shutdown.SHUT_WR);
  }

  private static void readToTheEnd(StreamSocket socket) throws IOException {
    byte[] buffer = new byte[4096];
    while (socket.read(buffer, 0, buffer.length) > 0) {}
  }

  private static void serve(Host host) throws IOException {
    StreamSocket listener = host.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(1);
    StreamSocket socket = listener.accept();
    readToTheEnd(socket);
    write(socket, bytes(2));
    socket.close();
  }

  private static void ask(Host client, Host server) throws IOException {
    StreamSocket socket = client.stack().streamSocket();
    socket.connect(server.address(), PORT);
    write(socket, bytes(1));
    readToTheEnd(socket);
    socket.close();
  }

  @Test
  void streamsAreReassembledToWhatWasSent() throws Exception {
    Path file = folder.resolve("streams.pcapng");
    try (Network net =
        new Network(NetworkConfig.seeded(3).withCpus(CPUS).withCapture(open(file)))) {
      Host a = net.host("A");
      Host b = net.host("B");
      net.link(a, b, FAULTY);
      net.daemon("server", () -> serve(b));
      net.spawn("client", () -> ask(a, b));
      net.run();
    }
    assertThat(tshark(file, "-Y", WRONG)).isEmpty();
    assertThat(tshark(file, "-Y", "tcp.analysis.retransmission")).isNotEmpty();
    StringBuilder fromClient = new StringBuilder();
    StringBuilder fromServer = new StringBuilder();
    for (String line : tshark(file, "-q", "-z", "follow,tcp,raw,0")) {
      if (line.matches("\t?([0-9a-f]{2})+")) {
        (line.startsWith("\t") ? fromServer : fromClient).append(line.strip());
      }
    }
    assertThat(HexFormat.of().parseHex(fromClient)).isEqualTo(bytes(1));
    assertThat(HexFormat.of().parseHex(fromServer)).isEqualTo(bytes(2));
  }

  @Test
  void commentsNameTheCpuAndTheControlBlockThatTheTraceKnows() throws Exception {
    Workload workload = Workloads.named("tcp-echo").orElseThrow();
    Path trace = folder.resolve("run.ndjson");
    Path file;
    try (TraceWriter writer =
        new TraceWriter(open(trace), new TraceWriter.Header(workload.name(), 1, false, CPUS))) {
      file = captured(workload, writer, "run.pcapng");
    }
    String traced = Files.readString(trace);
    int blocks = 0;
    for (String line :
        tshark(file, "-T", "fields", "-e", "frame.interface_name", "-e", "frame.comment")) {
      String device = line.split("\t", 2)[0];
      String comment = line.split("\t", 2)[1];
      assertThat(comment).matches("cpu [01](, .+ [0-9.]+:[0-9]+ [0-9.]+:[0-9]+)?");
      Matcher block = CONTROL_BLOCK.matcher(comment);
      if (block.find()) {
        blocks++;
        assertThat(block.group()).startsWith(device + "/");
        assertThat(traced).contains("\"o\":\"" + block.group() + "\"");
      }
    }
    assertThat(blocks).isGreaterThan(20);
  }
}
