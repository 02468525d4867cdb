package examples.boundedqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import netmp.model.Specifications;
import netmp.trace.IntervalTrace;
import netmp.trace.TraceWriter;
import netmp.validate.Catalogue;
import netmp.validate.StreamEngine;
import netmp.validate.TraceReader;
import netmp.validate.Validation;
import org.junit.jupiter.api.Test;

/** What docs/validate-your-own.md quotes is there, and the broken queue is refused as it says. */
class PageTest {

  private static final Path PAGE = Path.of("../docs/validate-your-own.md");
  private static final Path REFUSED = Path.of("src/test/traces/refused.ndjson");

  /** A comment that names a source or what is printed, and the block of code behind it. */
  private static final Pattern QUOTE =
      Pattern.compile("<!-- ([^ ]+) -->\\n```[a-z]*\\n(.*?)```\\n", Pattern.DOTALL);

  @Test
  void thePageQuotesTheSources() throws IOException {
    List<MatchResult> quotes =
        quotes().stream().filter(quote -> quote.group(1).startsWith("examples/")).toList();
    assertThat(quotes).hasSize(12);
    for (MatchResult quote : quotes) {
      String source = Files.readString(Path.of("..").resolve(quote.group(1)));
      int begin = quote.group(1).endsWith(".java") ? source.indexOf("/**") : 0;
      assertThat(quote.group(2))
          .as("%s quotes %s", PAGE, quote.group(1))
          .isEqualTo(source.substring(begin));
    }
  }

  /** Two producers wait for room, a consumer makes some, and both put. */
  @Test
  void theBrokenQueueWritesThisTrace() throws Exception {
    IntervalTrace trace = new IntervalTrace();
    BrokenQueue queue = new BrokenQueue(1, trace.probes("test"));
    Thread first = start("producer-1", () -> put(queue, 1, 11, 12));
    awaitWaiting(queue, 1);
    Thread second = start("producer-2", () -> put(queue, 2, 21));
    awaitWaiting(queue, 2);
    Thread consumer = start("consumer-3", () -> take(queue, 3));
    for (Thread thread : List.of(first, second, consumer)) {
      thread.join();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    trace.write(new TraceWriter(bytes, new TraceWriter.Header("broken-queue", 0, true, 3)));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(REFUSED));
  }

  @Test
  void andItIsRefusedAsThePageSays() throws Exception {
    try (Specifications specifications = Specifications.ofDirectory(Path.of("specs/boundedqueue"));
        TraceReader reader = new TraceReader(Files.newInputStream(REFUSED))) {
      Validation validation = new StreamEngine(Catalogue.of(specifications)).validate(reader);
      assertThat(validation.refusal().orElseThrow().text()).isEqualTo(quote("refusal"));
    }
  }

  private static List<MatchResult> quotes() throws IOException {
    return QUOTE.matcher(Files.readString(PAGE)).results().toList();
  }

  private static String quote(String name) throws IOException {
    return quotes().stream()
        .filter(quote -> quote.group(1).equals(name))
        .map(quote -> quote.group(2))
        .findFirst()
        .orElseThrow();
  }

  private static void put(BoundedQueue queue, int producer, int... items) {
    try {
      for (int item : items) {
        queue.put(producer, item);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void take(BoundedQueue queue, int consumer) {
    try {
      queue.take(consumer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread start(String name, Runnable work) {
    return Thread.ofPlatform().name(name).start(work);
  }

  private static void awaitWaiting(BoundedQueue queue, int threads) {
    while (queue.waiting() < threads) {
      Thread.onSpinWait();
    }
  }
}
