package netmp.benchmark.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the processor time of a segment goes, by samples of the flight recorder. */
final class SegmentProfile {

  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final String OTHER = "other";

  /**
   * Parts of a segment's way, innermost first: a sample counts for the first one that is on its
   * stack.
   *
   * @param method as class and method
   * @param text what it does
   */
  private record Part(String method, String text) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("netmp.offload.Checksum.of", "checksums, of the sender and of the receiver"),
          new Part("netmp.tcp.SendStream.copy", "copy from the send buffer into the segment"),
          new Part("netmp.nic.TxRing.doorbell", "device, with its copy of the frame"),
          new Part("netmp.ether.DeviceQueue.reclaim", "driver: sent frames"),
          new Part("netmp.tcp.SegmentWriter.send", "header, IP, neighbour, transmit ring"),
          new Part("netmp.tcp.Output.output", "what to send, windows, scoreboard"),
          new Part("netmp.tcp.AckInput.arrives", "acknowledgments, congestion control"),
          new Part("netmp.tcp.TextInput.arrives", "text, receive buffer"),
          new Part("netmp.tcp.Tcp.input", "header checks, flow table"),
          new Part("netmp.ether.EtherInput.handle", "Ethernet and IP input"),
          new Part("netmp.ether.DeviceQueue.poll", "driver: receive ring"),
          new Part("netmp.socket.StreamSocket.write", "user: write, with its copy"),
          new Part("netmp.socket.StreamSocket.read", "user: read, with its copy"),
          new Part("netmp.netisr.Netisr.run", "messages, timers, waiting"));

  private SegmentProfile() {}

  /**
   * Samples a body, which runs on the calling thread.
   *
   * @return the share of each part, 0..1, by its text, in the order of a segment's parts
   */
  static Map<String, Double> of(Runnable body) throws IOException {
    Path file = Files.createTempFile("segments", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(SAMPLE).with("period", "10 ms");
      recording.start();
      body.run();
      recording.stop();
      recording.dump(file);
      return shares(RecordingFile.readAllEvents(file));
    } finally {
      Files.delete(file);
    }
  }

  private static Map<String, Double> shares(List<RecordedEvent> events) {
    Map<String, Double> shares = new LinkedHashMap<>();
    PARTS.forEach(part -> shares.put(part.text, 0.0));
    List<RecordedEvent> samples =
        events.stream()
            .filter(event -> event.getEventType().getName().equals(SAMPLE))
            .filter(event -> event.getStackTrace() != null)
            .toList();
    for (RecordedEvent sample : samples) {
      shares.merge(part(sample.getStackTrace().getFrames()), 1.0 / samples.size(), Double::sum);
    }
    return shares;
  }

  private static String part(List<RecordedFrame> stack) {
    for (RecordedFrame frame : stack) {
      String method = frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
      for (Part part : PARTS) {
        if (part.method.equals(method)) {
          return part.text;
        }
      }
    }
    return OTHER;
  }
}
