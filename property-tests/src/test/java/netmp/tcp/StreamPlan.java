package netmp.tcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the two ends of a connection do, and what happens to the link between them. */
final class StreamPlan {

  /** Something that a thread does. */
  @FunctionalInterface
  interface Deed {
    void on(StreamEnd end) throws Exception;
  }

  /** The link is down for a while. */
  record Partition(Duration begin, Duration length) {}

  private final List<List<Deed>> writers = List.of(new ArrayList<>(), new ArrayList<>());
  private final List<List<Deed>> readers = List.of(new ArrayList<>(), new ArrayList<>());
  private final List<Partition> partitions = new ArrayList<>();
  private boolean aborts;

  void write(int end, int length) {
    writers.get(end).add(each -> each.write(length));
  }

  void pause(int end, boolean writer, int millis) {
    (writer ? writers : readers).get(end).add(each -> each.pause(millis));
  }

  void read(int end, int length) {
    readers.get(end).add(each -> each.read(length));
  }

  void shutdown(int end) {
    writers.get(end).add(StreamEnd::shutdown);
  }

  void abort(int end) {
    writers.get(end).add(StreamEnd::abort);
    aborts = true;
  }

  void cut(int atMillis, int forMillis) {
    partitions.add(new Partition(Duration.ofMillis(atMillis), Duration.ofMillis(forMillis)));
  }

  List<Deed> writer(int end) {
    return writers.get(end);
  }

  List<Deed> reader(int end) {
    return readers.get(end);
  }

  List<Partition> partitions() {
    return partitions;
  }

  /** Whether an end kills the connection, so that bytes may be missing. */
  boolean aborts() {
    return aborts;
  }
}
