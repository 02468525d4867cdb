package netmp.workload;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import netmp.capture.CaptureReader;
import netmp.capture.CapturedFrame;
import netmp.exec.Execution;
import netmp.inet.MacAddress;
import netmp.nic.Wire;
import netmp.socket.DatagramSocket;

/**
 * Takes the place of a host in recorded traffic: receives what the others sent, and must answer
 * what that host answered. What the stack does not do yet it must drop, for the right reason. On
 * the echo port there is an echo service.
 *
 * @param name how the command line calls it
 * @param summary what it does, in one line
 * @param frames the capture
 * @param address IPv4 address of the host, in a network of 24 bits
 * @param macAddress its station address
 */
public record CaptureReplay(
    String name, String summary, List<CapturedFrame> frames, String address, long macAddress)
    implements Workload {

  private static final String LINUX_ADDRESS = "10.9.0.2";
  private static final long LINUX_MAC = MacAddress.parse("02:00:00:00:00:0b");
  private static final int ECHO_PORT = 7;
  private static final long GAP = 1_000_000;

  /** Copies the list. */
  public CaptureReplay {
    frames = List.copyOf(frames);
  }

  /** One of the captures that netmp has: a Linux kernel was sent something. */
  static CaptureReplay ofLinux(String capture, String what) {
    String resource = "/captures/" + capture + ".pcap";
    try (InputStream in = CaptureReplay.class.getResourceAsStream(resource)) {
      return new CaptureReplay(
          "replay-" + capture,
          "answers like Linux to recorded " + what + ", judged frame by frame",
          read(in),
          LINUX_ADDRESS,
          LINUX_MAC);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  /**
   * A replay of a capture file.
   *
   * @param file pcap or pcapng
   * @param address IPv4 address of the host whose place the stack takes; it has sent a frame
   * @return the workload
   * @throws IOException if the file cannot be read, or the host has sent nothing
   */
  public static CaptureReplay ofFile(Path file, String address) throws IOException {
    List<CapturedFrame> frames;
    try (InputStream in = Files.newInputStream(file)) {
      frames = read(in);
    }
    for (CapturedFrame frame : frames) {
      FrameText text = new FrameText(frame.bytes());
      if (text.sender().equals(address)) {
        return new CaptureReplay(
            "replay", "answers as " + address + " did", frames, address, text.station());
      }
    }
    throw new IOException("no frame in it was sent by " + address);
  }

  private static List<CapturedFrame> read(InputStream in) throws IOException {
    List<CapturedFrame> frames = new ArrayList<>();
    try (CaptureReader reader = new CaptureReader(new BufferedInputStream(in))) {
      for (CapturedFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  @Override
  public void start(Bench bench) {
    ConcurrentLinkedQueue<byte[]> answers = new ConcurrentLinkedQueue<>();
    Wire toB =
        bench.connectOne(
            "B",
            address,
            macAddress,
            "A",
            (frame, offset, length) ->
                answers.add(Arrays.copyOfRange(frame, offset, offset + length)));
    bench.user("B.u0", () -> run(bench, toB, answers));
  }

  private void run(Bench bench, Wire toB, Iterable<byte[]> answers) throws Exception {
    List<byte[]> questions = framesOf(false);
    try (DatagramSocket socket = bench.a().stack().datagramSocket()) {
      socket.bind(bench.a().address(), ECHO_PORT);
      bench.user("B.u1", () -> UdpEcho.echo(socket));
      ask(bench, toB, questions);
    }
    List<String> expected = new ArrayList<>();
    for (byte[] frame : framesOf(true)) {
      FrameText text = new FrameText(frame);
      if (!text.isIp(FrameText.TCP)) {
        expected.add(text.text());
      }
    }
    judgeAnswers(bench, expected, answers);
  }

  private static void ask(Bench bench, Wire toB, List<byte[]> questions) {
    Execution execution = bench.execution();
    for (byte[] frame : questions) {
      toB.transmit(frame, 0, frame.length);
      execution.parkUntil(execution.nanoTime() + GAP);
      if (!new FrameText(frame).isUnfinished()) {
        bench.settle();
      }
    }
  }

  private static void judgeAnswers(Bench bench, List<String> expected, Iterable<byte[]> answers) {
    List<String> missing = new ArrayList<>(expected);
    for (byte[] frame : answers) {
      FrameText answer = new FrameText(frame);
      // What TCP answers follows from numbers that are chosen at random.
      if (!answer.isIp(FrameText.TCP) && !missing.remove(answer.text())) {
        bench.find("was not sent then: " + answer.text());
      }
      if (!answer.findBadChecksum().isEmpty()) {
        bench.find(answer.findBadChecksum() + ": " + answer.text());
      }
    }
    missing.forEach(text -> bench.find("not answered: " + text));
  }

  /** The frames that the host sent, or those that the others did. */
  private List<byte[]> framesOf(boolean host) {
    return frames.stream()
        .map(CapturedFrame::bytes)
        .filter(frame -> (new FrameText(frame).station() == macAddress) == host)
        .toList();
  }
}
