package netmp.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.probe.Probes;
import netmp.probe.SomeProbe;
import org.junit.jupiter.api.Test;

class TraceTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void theBytesOfATotalOrder() {
    TraceWriter writer = new TraceWriter(bytes, new TraceWriter.Header("udp-echo", -5, false, 2));
    writer.event(1, 1, "A.p0", "A/port/1", SomeProbe.CLEAR, 9, 9);
    writer.event(2, 2, "A.p0", "A/port/1", SomeProbe.POST, 9, 9);
    writer.event(30, 30, "A.u1", "A/so_rcv/2", SomeProbe.ACTIVATE, 9, 8);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"netmp":1,"workload":"udp-echo","seed":-5,"mode":"sim","order":"total","cpus":2}
            {"n":1,"t":"A.p0","o":"A/port/1","a":"Clear","x":[]}
            {"n":2,"t":"A.p0","o":"A/port/1","a":"Post","x":[9]}
            {"n":30,"t":"A.u1","o":"A/so_rcv/2","a":"Activate","x":[9,8]}
            """);
  }

  @Test
  void theBytesOfIntervals() {
    TraceWriter writer = new TraceWriter(bytes, new TraceWriter.Header("w", 1, true, 1));
    writer.event(7, 3, "ü".repeat(600), "A/port/1", SomeProbe.POST, 1, 0);
    assertThat(lines().getFirst()).contains("\"mode\":\"real\",\"order\":\"interval\"");
    assertThat(lines().getLast())
        .isEqualTo(
            "{\"n\":7,\"b\":3,\"t\":\""
                + "ü".repeat(600)
                + "\",\"o\":\"A/port/1\",\"a\":\"Post\",\"x\":[1]}");
  }

  @Test
  void namesOfThreadsMayHoldAnything() {
    TraceWriter writer = new TraceWriter(bytes, new TraceWriter.Header("w", 1, false, 1));
    writer.event(1, 1, "a \"b\"\\\t", "A/port/1", SomeProbe.CLEAR, 0, 0);
    assertThat(lines().getLast()).contains("\"t\":\"a \\u0022b\\u0022\\u005c\\u0009\",");
  }

  @Test
  void threadsOfOneNameAndOfNone() throws InterruptedException {
    IntervalTrace trace = new IntervalTrace();
    Probes probes = trace.probes("A");
    int port = probes.newObject("port");
    for (Thread.Builder builder :
        List.of(Thread.ofPlatform().name("x"), Thread.ofPlatform().name("x"), Thread.ofVirtual())) {
      builder.start(() -> Probes.hit(probes, SomeProbe.CLEAR, port)).join();
    }
    trace.write(new TraceWriter(bytes, new TraceWriter.Header("w", 1, true, 1)));
    assertThat(lines().get(1)).contains("\"t\":\"x\"");
    assertThat(lines().get(2)).containsPattern("\"t\":\"x#\\d+\"");
    assertThat(lines().get(3)).containsPattern("\"t\":\"#\\d+\"");
  }

  /** A latch puts a step of one thread before a step of another; the intervals must not deny it. */
  @Test
  void intervalsHoldTheOrderThatThereWas() throws InterruptedException {
    IntervalTrace trace = new IntervalTrace();
    Probes probes = trace.probes("A");
    int port = probes.newObject("port");
    CountDownLatch first = new CountDownLatch(1);
    Thread before =
        Thread.ofPlatform()
            .name("before")
            .start(
                () -> {
                  Probes.hit(probes, SomeProbe.POST, port, 1);
                  first.countDown();
                });
    Thread after =
        Thread.ofPlatform()
            .name("after")
            .start(
                () -> {
                  Probes.hit(probes, SomeProbe.POST, port, 2);
                  await(first);
                  Probes.hit(probes, SomeProbe.POST, port, 3);
                  Probes.hit(probes, SomeProbe.POST, port, 4);
                });
    before.join();
    after.join();
    int events = trace.write(new TraceWriter(bytes, new TraceWriter.Header("w", 1, true, 1)));
    assertThat(events).isEqualTo(4);
    long[] one = stamps(1);
    long[] three = stamps(3);
    long[] four = stamps(4);
    assertThat(three[1]).as("3 may not be before 1").isGreaterThan(one[0]);
    assertThat(four[0]).as("4 comes after 3").isGreaterThan(three[1]);
    assertThat(four[0]).as("and after 1, by its begin").isGreaterThan(one[1]);
    assertThat(lines().stream().skip(1).map(TraceTest::begin)).isSorted();
  }

  private long[] stamps(int argument) {
    String line =
        lines().stream().filter(l -> l.endsWith("[" + argument + "]}")).findFirst().orElseThrow();
    return new long[] {begin(line), number(line, "n")};
  }

  private static long begin(String line) {
    return number(line, "b");
  }

  private static long number(String line, String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(line);
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
