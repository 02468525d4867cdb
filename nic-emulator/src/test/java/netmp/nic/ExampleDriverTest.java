package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import netmp.link.CrossoverLink;
import org.junit.jupiter.api.Test;

/** The driver of docs/nic.md works, and the page quotes it. */
class ExampleDriverTest {

  private static final Path PAGE = Path.of("../docs/nic.md");
  private static final Path SOURCE = Path.of("src/test/java/netmp/nic/ExampleDriver.java");

  /** A comment that names a part of the source, and the block of code behind it. */
  private static final Pattern QUOTE =
      Pattern.compile("<!-- ([a-z-]+) -->\\n```java\\n(.*?)```\\n", Pattern.DOTALL);

  private final Nic a = new Nic("a", 0x0200_0000_0002L, 1, 16);
  private final Nic b = new Nic("b", 0x0200_0000_0001L, 1, 16);
  private final ExampleDriver from = new ExampleDriver(a, 0);
  private final ExampleDriver to = new ExampleDriver(b, 0);

  ExampleDriverTest() {
    CrossoverLink.connect(a, b);
    from.start();
    to.start();
  }

  private void send(byte[] frame) {
    byte[] headers = Arrays.copyOf(frame, 54);
    byte[] text = Arrays.copyOfRange(frame, 54, frame.length);
    assertThat(from.transmit(headers, text, 1000)).isTrue();
  }

  @Test
  void whatIsLongArrivesInSegments() {
    byte[] whole = DescriptorTest.tcp(2500);
    send(whole);
    List<byte[]> frames = new ArrayList<>();
    while (to.receive(frames::add)) {}
    assertThat(frames).hasSize(3);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    frames.forEach(frame -> text.write(frame, 54, frame.length - 54));
    assertThat(text.toByteArray()).isEqualTo(Arrays.copyOfRange(whole, 54, whole.length));
  }

  @Test
  void damagedFramesAreNotTaken() {
    byte[] frame = DescriptorTest.tcp(10);
    b.receive(frame, 0, frame.length); // its checksum was not made
    List<byte[]> frames = new ArrayList<>();
    assertThat(to.receive(frames::add)).isTrue();
    assertThat(frames).isEmpty();
  }

  @Test
  void itWaitsForInterrupts() throws InterruptedException {
    BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    Thread thread = Thread.ofPlatform().start(() -> to.run(frames::add));
    for (int i = 0; i < 50; i++) {
      send(DescriptorTest.tcp(100 + i));
      assertThat(frames.poll(10, TimeUnit.SECONDS)).hasSize(154 + i);
    }
    to.end();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void thePageQuotesTheSource() throws IOException {
    String source = Files.readString(SOURCE);
    List<String> parts = new ArrayList<>();
    for (MatchResult quote : QUOTE.matcher(Files.readString(PAGE)).results().toList()) {
      String begin = "  // " + quote.group(1) + "\n";
      int at = source.indexOf(begin) + begin.length();
      String part = source.substring(at, source.indexOf("  // end", at)).strip();
      assertThat(quote.group(2).strip()).isEqualTo(part.replace("\n  ", "\n"));
      parts.add(quote.group(1));
    }
    assertThat(parts).containsExactly("bring-up", "receive", "wait", "transmit");
  }

  /** Every counter has its line, in the order of the page. */
  @Test
  void thePageNamesTheCounters() throws IOException {
    String page = Files.readString(PAGE);
    List<String> named =
        Pattern.compile("^\\| `([rt]x_\\w+|carrier_changes)`", Pattern.MULTILINE)
            .matcher(page)
            .results()
            .map(line -> line.group(1).replace("_N_", "_0_"))
            .toList();
    assertThat(named).containsExactlyElementsOf(a.counters().all().keySet());
  }
}
