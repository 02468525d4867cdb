package examples.boundedqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netmp.model.Specifications;
import netmp.trace.IntervalTrace;
import netmp.trace.TraceWriter;
import netmp.validate.Catalogue;
import netmp.validate.Refusal;
import netmp.validate.StreamEngine;
import netmp.validate.TraceReader;
import netmp.validate.UndecidedException;
import netmp.validate.Validation;
import org.junit.jupiter.api.Test;

/** Runs of the queue on real threads are behaviours of its specification. */
class BoundedQueueTest {

  private static final int ITEMS = 300;

  @Test
  void aRunIsABehaviourOfTheSpecification() throws Exception {
    IntervalTrace trace = new IntervalTrace();
    run(new BoundedQueue(2, trace.probes("test")));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    trace.write(new TraceWriter(bytes, new TraceWriter.Header("bounded-queue", 0, true, 4)));
    assertValid(new ByteArrayInputStream(bytes.toByteArray()));
  }

  /** Two producers and two consumers, until all is taken. */
  static void run(BoundedQueue queue) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      int producer = i;
      int consumer = i + 2;
      threads.add(Thread.ofPlatform().name("producer-" + i).start(() -> put(queue, producer)));
      threads.add(Thread.ofPlatform().name("consumer-" + i).start(() -> take(queue, consumer)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void put(BoundedQueue queue, int producer) {
    try {
      for (int item = 0; item < ITEMS; item++) {
        queue.put(producer, item);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void take(BoundedQueue queue, int consumer) {
    try {
      for (int i = 0; i < ITEMS; i++) {
        queue.take(consumer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Judges a trace; a refusal is told in full. */
  static void assertValid(InputStream trace) throws IOException, UndecidedException {
    try (Specifications specifications = Specifications.ofDirectory(Path.of("specs/boundedqueue"));
        TraceReader reader = new TraceReader(trace)) {
      Validation validation = new StreamEngine(Catalogue.of(specifications)).validate(reader);
      assertEquals("", validation.refusal().map(Refusal::text).orElse(""));
      assertTrue(validation.events() > 4 * ITEMS);
    }
  }
}
