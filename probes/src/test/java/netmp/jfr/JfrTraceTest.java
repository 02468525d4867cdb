package netmp.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import netmp.probe.Probe;
import netmp.probe.Probes;
import netmp.probe.SomeProbe;
import netmp.trace.EventSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JfrTraceTest {

  private record Seen(
      long n, long from, String thread, String object, String action, int arity, long a, long b) {}

  /** Collects what a reader hands on. */
  private static final class Log implements EventSink {
    final List<Seen> events = new ArrayList<>();

    @Override
    public void event(
        long n, long from, String thread, String object, Probe probe, long a, long b) {
      events.add(new Seen(n, from, thread, object, probe.action(), probe.arity(), a, b));
    }
  }

  @TempDir private Path folder;

  private final Recording recording = new Recording();
  private final JfrTrace trace = new JfrTrace();
  private final Probes probes = trace.probes("A");
  private final int port = probes.newObject("port");

  @AfterEach
  void close() {
    recording.close();
    trace.close();
  }

  private void hit(int argument) {
    Probes.hit(probes, SomeProbe.POST, port, argument);
  }

  private Path stop() throws IOException {
    recording.stop();
    Path file = folder.resolve("r.jfr");
    recording.dump(file);
    return file;
  }

  private static List<Seen> read(Path file) throws IOException {
    Log log = new Log();
    assertThat(JfrReader.read(file, log)).isEqualTo(log.events.size());
    return log.events;
  }

  /** The recording is refused, and nothing of it is handed on. */
  private static void assertRefused(Path file, String... why) {
    Log log = new Log();
    assertThatThrownBy(() -> JfrReader.read(file, log))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(why);
    assertThat(log.events).isEmpty();
  }

  private static void run(Thread.Builder name, Runnable... all) throws InterruptedException {
    List<Thread> threads = new ArrayList<>(Arrays.stream(all).map(name::unstarted).toList());
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void stepsAndTheirIntervals() throws Exception {
    recording.start();
    run(
        Thread.ofPlatform().name("one"),
        () -> {
          Probes.hit(probes, SomeProbe.CLEAR, port);
          Probes.hit(probes, SomeProbe.ACTIVATE, port, 3, -4);
        });
    run(Thread.ofPlatform().name("two"), () -> hit(5));
    assertThat(read(stop()))
        .containsExactly(
            new Seen(1, 1, "one", "A/port/1", "Clear", 0, 0, 0),
            new Seen(3, 1, "two", "A/port/1", "Post", 1, 5, 0),
            new Seen(2, 2, "one", "A/port/1", "Activate", 2, 3, -4));
  }

  @Test
  void manyStepsOfManyThreads() throws Exception {
    recording.start();
    Runnable work =
        () -> {
          for (int i = 0; i < 5_000; i++) {
            hit(i);
          }
        };
    run(Thread.ofPlatform().name("t", 1), work, work, work);
    List<Seen> events = read(stop());
    assertThat(events).hasSize(15_000);
    assertThat(events).extracting(Seen::from).isSorted();
    assertThat(events).extracting(Seen::thread).containsOnly("t1", "t2", "t3");
  }

  @Test
  void threadsOfOneNameAndOfNone() throws Exception {
    recording.start();
    CountDownLatch both = new CountDownLatch(2);
    Runnable work =
        () -> {
          hit(1);
          both.countDown();
          try {
            both.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    run(Thread.ofPlatform().name("same"), work, work);
    run(Thread.ofVirtual(), () -> hit(2));
    assertThat(read(stop()).stream().map(Seen::thread).distinct())
        .hasSize(3)
        .contains("same")
        .anyMatch(name -> name.matches("same#\\d+"))
        .anyMatch(name -> name.matches("#\\d+"));
  }

  @Test
  void aRecordingThatBeginsTooLate() throws IOException {
    hit(1);
    hit(2);
    recording.start();
    hit(3);
    assertRefused(stop(), "the steps 1 to 2 are missing; start the recording before");
  }

  @Test
  void aHoleInTheMiddle() throws IOException {
    recording.start();
    hit(1);
    recording.disable(StepEvent.NAME);
    hit(2);
    hit(3);
    recording.enable(StepEvent.NAME);
    hit(4);
    assertRefused(stop(), "the steps 2 to 3 are missing", "larger buffers");
  }

  @Test
  void aHoleAtTheEnd() throws IOException {
    recording.start();
    hit(1);
    recording.disable(StepEvent.NAME);
    hit(2);
    assertRefused(stop(), "the steps 2 to 2 are missing");
  }

  @Test
  void anEndThatIsNotKnown() throws IOException {
    recording.start();
    recording.disable(StepCountEvent.NAME);
    hit(1);
    assertRefused(stop(), "there is no event netmp.StepCount");
  }

  /** What the recorder commits when its buffers are full. */
  @Name("jdk.DataLoss")
  static final class Loss extends Event {
    long amount;
  }

  @Test
  void whatTheRecorderSaysThatItLost() throws IOException {
    recording.start();
    hit(1);
    Loss loss = new Loss();
    loss.amount = 4096;
    loss.commit();
    assertRefused(stop(), "has dropped 4,096 bytes of events");
  }

  @Test
  void stepsOfTwoTraces() throws IOException {
    recording.start();
    hit(1);
    try (JfrTrace other = new JfrTrace()) {
      Probes probesOfOther = other.probes("B");
      Probes.hit(probesOfOther, SomeProbe.CLEAR, probesOfOther.newObject("port"));
      assertRefused(stop(), "steps of the traces [", "a recording for each JfrTrace");
    }
  }

  @Test
  void filesThatHoldNoSteps() throws IOException {
    recording.start();
    Path without = stop();
    assertRefused(without, "there is no event netmp.Step; record a program");
    Path text = Files.writeString(folder.resolve("t.jfr"), "hello");
    assertRefused(text, "not a recording of the Flight Recorder");
    byte[] whole = Files.readAllBytes(without);
    Path cut = Files.write(folder.resolve("c.jfr"), Arrays.copyOf(whole, whole.length / 2));
    assertRefused(cut, "not a recording of the Flight Recorder");
  }
}
