package netmp.workload;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import netmp.stats.DropReason;
import netmp.stats.Statistics;

/**
 * Takes the place of a Linux host in traffic that was recorded between two of them: receives what
 * the other one sent, and must answer what Linux answered. What the stack does not do yet it must
 * drop, for the right reason.
 *
 * @param name replay- and the name of the capture
 * @param summary what it does, in one line
 */
public record CaptureReplay(String name, String summary) implements Workload {

  private static final String PREFIX = "replay-";
  private static final long MAC_A = MacAddress.parse("02:00:00:00:00:0a");
  private static final long MAC_B = MacAddress.parse("02:00:00:00:00:0b");
  private static final String ADDRESS_B = "10.9.0.2";
  private static final int ECHO_PORT = 7;
  private static final long GAP = 1_000_000;

  static CaptureReplay of(String capture, String what) {
    return new CaptureReplay(
        PREFIX + capture, "answers like Linux to recorded " + what + ", judged frame by frame");
  }

  @Override
  public void start(Bench bench) {
    ConcurrentLinkedQueue<byte[]> answers = new ConcurrentLinkedQueue<>();
    Wire toB =
        bench.connectOne(
            "B",
            ADDRESS_B,
            MAC_B,
            "A",
            (frame, offset, length) ->
                answers.add(Arrays.copyOfRange(frame, offset, offset + length)));
    bench.user("B.u0", () -> run(bench, toB, answers));
  }

  private void run(Bench bench, Wire toB, Iterable<byte[]> answers) throws Exception {
    List<byte[]> questions = framesFrom(MAC_A);
    try (DatagramSocket socket = bench.a().stack().datagramSocket()) {
      socket.bind(bench.a().address(), ECHO_PORT);
      bench.user("B.u1", () -> UdpEcho.echo(socket));
      ask(bench, toB, questions);
    }
    List<String> expected = new ArrayList<>();
    for (byte[] frame : framesFrom(MAC_B)) {
      FrameText text = new FrameText(frame);
      if (!text.isFragment() && !text.isIp(FrameText.TCP)) {
        expected.add(text.text());
      }
    }
    judgeAnswers(bench, expected, answers);
    judgeDrops(bench, questions);
  }

  private static void ask(Bench bench, Wire toB, List<byte[]> questions) {
    Execution execution = bench.execution();
    for (byte[] frame : questions) {
      toB.transmit(frame, 0, frame.length);
      execution.parkUntil(execution.nanoTime() + GAP);
      bench.settle();
    }
  }

  private static void judgeAnswers(Bench bench, List<String> expected, Iterable<byte[]> answers) {
    List<String> missing = new ArrayList<>(expected);
    for (byte[] frame : answers) {
      FrameText answer = new FrameText(frame);
      if (!missing.remove(answer.text())) {
        bench.find("Linux did not send: " + answer.text());
      }
      if (!answer.findBadChecksum().isEmpty()) {
        bench.find(answer.findBadChecksum() + ": " + answer.text());
      }
    }
    missing.forEach(text -> bench.find("not answered, though Linux did: " + text));
  }

  private static void judgeDrops(Bench bench, List<byte[]> questions) {
    long fragments = 0;
    long segments = 0;
    for (byte[] frame : questions) {
      FrameText text = new FrameText(frame);
      fragments += text.isFragment() ? 1 : 0;
      segments += text.isIp(FrameText.TCP) && !text.isFragment() ? 1 : 0;
    }
    judgeDrops(bench, DropReason.IP_FRAGMENT, fragments);
    judgeDrops(bench, DropReason.TCP_NOT_SUPPORTED, segments);
  }

  private static void judgeDrops(Bench bench, DropReason reason, long expected) {
    Statistics statistics = bench.a().stack().statistics();
    if (statistics.get(reason) != expected) {
      bench.find(
          "%d frames, but %d dropped: %s"
              .formatted(expected, statistics.get(reason), reason.text()));
    }
  }

  /** The frames of the capture that a station sent. */
  private List<byte[]> framesFrom(long macAddress) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    String resource = "/captures/" + name.substring(PREFIX.length()) + ".pcap";
    try (InputStream in = CaptureReplay.class.getResourceAsStream(resource);
        CaptureReader reader = new CaptureReader(new BufferedInputStream(in))) {
      for (CapturedFrame frame = reader.next(); frame != null; frame = reader.next()) {
        if (source(frame.bytes()) == macAddress) {
          frames.add(frame.bytes());
        }
      }
    }
    return frames;
  }

  private static long source(byte[] frame) {
    long address = 0;
    for (int i = 6; i < 12; i++) {
      address = address << 8 | (frame[i] & 0xff);
    }
    return address;
  }
}
