package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {

  private static final String HEADER =
      "{'netmp':1,'workload':'w','seed':-3,'mode':'sim','order':'total','cpus':2}\n";
  private static final String INTERVALS =
      "{'netmp':1,'workload':'w','seed':3,'mode':'real','order':'interval','cpus':2}\n";
  private static final String EVENT = "{'n':4,'t':'A.p0','o':'A/port/1','a':'Put','x':[1]}\n";

  private static List<TraceEvent> read(byte[] file) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
        events.add(event);
      }
    }
    return events;
  }

  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static List<TraceEvent> read(String text) throws IOException {
    return read(bytes(text));
  }

  @Test
  void aTotalOrder() throws IOException {
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(bytes(HEADER + EVENT)))) {
      assertThat(reader.header()).isEqualTo(new TraceHeader("w", -3, "sim", true, 2));
      TraceEvent event = reader.next();
      assertThat(event).isEqualTo(new TraceEvent(2, 4, 4, "A.p0", "A/port/1", "Put", List.of(1)));
      assertThat(event.kind()).isEqualTo("port");
      assertThat(event.label()).isEqualTo("Put(1)");
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void intervals() throws IOException {
    List<TraceEvent> events =
        read(
            INTERVALS
                + "{'n':9,'b':1,'t':'A','o':'A/port/1','a':'Get','x':[1,-2]}\n"
                + "{'n':4,'b':2,'t':'B','o':'A/port/1','a':'Wait','x':[]}\n"
                + "{'n':12,'b':10,'t':'A','o':'A/port/1','a':'Get','x':[7]}\n");
    assertThat(events).extracting(TraceEvent::from).containsExactly(1L, 2L, 10L);
    assertThat(events).extracting(TraceEvent::line).containsExactly(2L, 3L, 4L);
    assertThat(events.getFirst().label()).isEqualTo("Get(1, -2)");
  }

  /** The least stamps, the most arguments, the most fields of a header, the most CPUs. */
  @Test
  void whatIsJustWithinTheLimits() throws IOException {
    List<TraceEvent> events =
        read(
            INTERVALS
                + "{'n':1,'b':0,'t':'A','o':'A/port/1','a':'Get','x':[1,2,3]}\n"
                + "{'n':5,'b':5,'t':'A','o':'A/port/1','a':'Get','x':["
                + "1,".repeat(15)
                + "16]}\n");
    assertThat(events.getFirst().from()).isZero();
    assertThat(events.getFirst().arguments()).containsExactly(1, 2, 3);
    assertThat(events.getLast().arguments()).hasSize(16).endsWith(1, 16);
    StringBuilder fields = new StringBuilder();
    for (int i = 6; i < 100; i++) {
      fields.append(",'f").append(i).append("':1");
    }
    String header = HEADER.replace(":2}", ":2147483647" + fields + "}");
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(bytes(header)))) {
      assertThat(reader.header().cpus()).isEqualTo(Integer.MAX_VALUE);
    }
    String more = header.replace("'f6'", "'f5':1,'f6'");
    assertRefused(more, "line 1: the header has too many fields");
  }

  /** More names of objects than are remembered: each is still looked at. */
  @Test
  void objectsWithoutEnd() throws IOException {
    StringBuilder file = new StringBuilder(HEADER);
    int count = (1 << 16) + 10;
    for (int i = 1; i <= count; i++) {
      file.append("{'n':%d,'t':'A','o':'A/port/%d','a':'Put','x':[]}%n".formatted(i, i));
    }
    assertThat(read(file.toString())).hasSize(count);
    file.append("{'n':%d,'t':'A','o':'A/port','a':'Put','x':[]}".formatted(count + 1));
    assertRefused(file.toString(), "line %d: \"o\" is not".formatted(count + 2));
  }

  @Test
  void theFileIsClosed() throws IOException {
    boolean[] isClosed = new boolean[1];
    InputStream file =
        new ByteArrayInputStream(bytes(HEADER + EVENT)) {
          @Override
          public void close() {
            isClosed[0] = true;
          }
        };
    try (TraceReader reader = new TraceReader(file)) {
      assertThat(reader.next()).isNotNull();
      assertThat(isClosed[0]).isFalse();
    }
    assertThat(isClosed[0]).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | line 1: the file is empty",
        "what is this? | line 1: not JSON",
        "[1] | line 1: a JSON object, the header, is expected",
        "{'workload':'w'} | line 1: not the header of a trace",
        "{'netmp':2} | line 1: a trace of schema version 2; this netmp reads version 1",
        "{'netmp':'1'} | line 1: a trace of schema version 1",
        "{'netmp':1,'workload':7} | line 1: the header needs \"workload\", a string",
        "{'netmp':1,'workload':'w','seed':'x'} | line 1: the header needs \"seed\", a number",
        "{'netmp':1,'workload':'w','seed':1,'mode':'x'} | line 1: \"mode\" is one of [sim, real]",
        "{'netmp':1,'workload':'w','seed':1,'mode':'sim','order':'x'} | \"order\" is one of",
        "{'netmp':1,'workload':'w','seed':1,'mode':'sim','order':'total'} | \"cpus\", a number",
        "{'netmp':1,'workload':'w','seed':1,'mode':'sim','order':'total','cpus':5000000000} |"
            + " \"cpus\"",
        "{'netmp':1,'workload':'w','seed':1,'mode':'sim','order':'total','cpus':0} | \"cpus\"",
        "{'netmp':1,'seed':{}} | line 1: \"seed\" is not an integer"
      })
  void whatIsNoHeader(String header, String message) {
    assertThatThrownBy(() -> read(header.isEmpty() ? "" : header + "\n" + EVENT))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'n':5,'t':'A.p0','o':'A/po | line 3: not JSON",
        "{'n':5 't':'A.p0'} | line 3: not JSON",
        "7 | line 3: a JSON object, an event, is expected",
        "{'t':'A','o':'A/port/1','a':'Put','x':[1]} | line 3: the event needs \"n\"",
        "{'n':5,'o':'A/port/1','a':'Put','x':[1]} | line 3: the event needs \"t\"",
        "{'n':5,'t':'A','a':'Put','x':[1]} | line 3: the event needs \"o\"",
        "{'n':5,'t':'A','o':'A/port/1','x':[1]} | line 3: the event needs \"a\"",
        "{'n':5,'t':'A','o':'A/port/1','a':'Put'} | line 3: the event needs \"x\"",
        "{'n':5,'t':'A','o':'A/port/1','a':'Put','x':[1],'y':2} | line 3: an event has no field"
            + " \"y\"",
        "{'n':5,'t':'A','o':'A/port/1','a':'Put','x':1} | line 3: \"x\" is an array",
        "{'n':5,'t':'A','o':'A/port/1','a':'Put','x':[1.5]} | line 3: \"x\" is not an integer",
        "{'n':5,'t':'A','o':'A/port/1','a':'Put','x':[2147483648]} | line 3: an argument is out of",
        "{'n':'5','t':'A','o':'A/port/1','a':'Put','x':[1]} | line 3: \"n\" is not an integer",
        "{'n':99999999999999999999,'t':'A'} | line 3: \"n\" is out of range",
        "{'n':5,'t':7,'o':'A/port/1','a':'Put','x':[1]} | line 3: \"t\" is not a string",
        "{'n':5,'t':'A','o':'A/port','a':'Put','x':[1]} | line 3: \"o\" is not stack/kind/number",
        "{'n':5,'t':'A','o':'A//1','a':'Put','x':[1]} | line 3: \"o\" is not stack/kind/number",
        "{'n':4,'t':'A','o':'A/port/1','a':'Put','x':[1]} | line 3: the event is out of order",
        "{'n':5,'b':5,'t':'A','o':'A/port/1','a':'Put','x':[1]} | line 3: \"b\" belongs to traces",
        "{'n':5,'n':6,'t':'A','o':'A/port/1','a':'Put','x':[1]} | line 3: \"n\" is there twice"
      })
  void whatIsNoEvent(String event, String message) {
    assertThatThrownBy(() -> read(HEADER + EVENT + event))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(message);
  }

  /** Jackson guesses other encodings from the first bytes, and fails of them in its own way. */
  @ParameterizedTest
  @ValueSource(strings = {"00002143", "0000007b00", "0000fffe", "7b0000000100ffff"})
  void otherEncodingsAreRefused(String hex) {
    assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex)))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageStartingWith("line 1: not ");
  }

  /** Files that are made to use up memory, or the stack. */
  @Test
  void hostileFilesAreRefusedAndNotKept() {
    String length = "9".repeat(2_000_000);
    assertRefused(HEADER + "{'n':5,'t':'" + length, "line 2: not JSON: String value length");
    assertRefused(HEADER + "{'n':" + length, "line 2: not JSON: String value length");
    assertRefused(HEADER + "{'" + length, "line 2: not JSON: Name length");
    assertRefused(HEADER + "{'x':" + "[".repeat(100_000), "line 2: \"x\" is not an integer");
    assertRefused("{'netmp':" + "[".repeat(100_000), "line 1: \"netmp\" is not an integer");
    assertRefused("[".repeat(100_000), "line 1: a JSON object, the header, is expected");
    assertRefused(HEADER + "{'x':[" + "1,".repeat(1_000_000), "line 2: more than 16 arguments");
    StringBuilder header = new StringBuilder("{'netmp':1");
    for (int i = 0; i < 200; i++) {
      header.append(",'f").append(i).append("':1");
    }
    assertRefused(header + "}\n" + EVENT, "line 1: the header has too many fields");
    assertRefused("{'netmp':1,'netmp':1}\n", "line 1: \"netmp\" is there twice");
    assertRefused(HEADER + "{'':5}", "line 2: an event has no field \"\"");
  }

  private static void assertRefused(String file, String message) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'n':5,'t':'A','o':'A/port/1','a':'Put','x':[]} | line 3: the event needs \"b\"",
        "{'n':5,'b':6,'t':'A','o':'A/port/1','a':'Put','x':[]} | line 3: b is greater than n",
        "{'n':9,'b':1,'t':'A','o':'A/port/1','a':'Put','x':[]} | line 3: the event is out of order",
        "{'n':9,'b':4,'t':'B','o':'A/port/1','a':'Put','x':[]} | line 3: the step overlaps"
      })
  void whatIsNoInterval(String event, String message) {
    String first = "{'n':4,'b':2,'t':'B','o':'A/port/1','a':'Put','x':[1]}\n";
    assertThatThrownBy(() -> read(INTERVALS + first + event))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyPrefixAndEveryFlippedByteIsReadOrRefused() {
    Random random = new Random(11);
    byte[] good = bytes(HEADER + EVENT + EVENT.replace('4', '5'));
    for (int length = 0; length < good.length; length++) {
      readOrRefused(Arrays.copyOf(good, length));
      for (int i = 0; i < 30; i++) {
        byte[] flipped = good.clone();
        flipped[length] = (byte) random.nextInt();
        readOrRefused(flipped);
      }
    }
  }

  private static void readOrRefused(byte[] file) {
    try {
      read(file);
    } catch (TraceFormatException e) {
      assertThat(e).hasMessageMatching("(?s)line \\d+: .*");
    } catch (IOException e) {
      throw new AssertionError(
          "another exception for " + new String(file, StandardCharsets.UTF_8), e);
    }
  }
}
