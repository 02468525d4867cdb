package examples.boundedqueue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.Recording;
import netmp.jfr.JfrReader;
import netmp.jfr.JfrTrace;
import netmp.trace.TraceWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Flight Recorder has recorded is a trace too. */
class RecordingTest {

  @TempDir private Path folder;

  @Test
  void aRecordingIsABehaviourOfTheSpecification() throws Exception {
    Path recorded = folder.resolve("queue.jfr");
    try (JfrTrace trace = new JfrTrace();
        Recording recording = new Recording()) {
      recording.start(); // in production: java -XX:StartFlightRecording
      BoundedQueueTest.run(new BoundedQueue(2, trace.probes("test")));
      recording.stop();
      recording.dump(recorded);
    }
    BoundedQueueTest.assertValid(Files.newInputStream(converted(recorded)));
  }

  /** As {@code netmp convert} does it. */
  private Path converted(Path recording) throws IOException {
    Path file = folder.resolve("queue.ndjson");
    TraceWriter.Header header = new TraceWriter.Header("queue", 0, true, 1);
    try (TraceWriter writer =
        new TraceWriter(new BufferedOutputStream(Files.newOutputStream(file)), header)) {
      JfrReader.read(recording, writer);
    }
    return file;
  }
}
