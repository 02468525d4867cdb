package netmp.arbitrary.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.arbitrary.Change;
import netmp.arbitrary.Endpoint;
import netmp.arbitrary.Ethernet;
import netmp.arbitrary.Flow;
import netmp.arbitrary.Ipv4;
import netmp.arbitrary.Ipv4Address;
import netmp.arbitrary.MacAddress;
import netmp.arbitrary.Mutated;
import netmp.arbitrary.Mutation;
import netmp.arbitrary.Octets;
import netmp.arbitrary.Tcp;
import netmp.arbitrary.TcpFlag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The example of docs/packet-arbitraries.md finds what it says, and the page quotes it. */
class ExamplesTest {

  private static final Path PAGE = Path.of("../docs/packet-arbitraries.md");
  private static final Path SOURCES = Path.of("src/test/java/netmp/arbitrary/examples");

  /** A comment that names a source, and the block of code behind it. */
  private static final Pattern QUOTE =
      Pattern.compile("<!-- ([A-Z][A-Za-z]*\\.java) -->\\n```java\\n(.*?)```\\n", Pattern.DOTALL);

  /** The shrunk sample in what jqwik prints. */
  private static final Pattern SHRUNK =
      Pattern.compile("Shrunk Sample.*?Mutated\\[([^\\]]+)\\]", Pattern.DOTALL);

  @Test
  void theExampleFindsItsBug() throws ClassNotFoundException {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    String printed = run("netmp.arbitrary.examples.SegmentSizeExample", summary);
    assertThat(summary.getSummary().getFailures())
        .singleElement()
        .extracting(failure -> failure.getException())
        .isInstanceOf(IndexOutOfBoundsException.class);
    Matcher sample = SHRUNK.matcher(printed);
    assertThat(sample.find()).as(printed).isTrue();
    assertThat(sample.group(1)).as("one mutation").doesNotContain(", tcp").doesNotContain(", ip");
  }

  /** What it prints. */
  private static String run(String example, SummaryGeneratingListener summary)
      throws ClassNotFoundException {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(Class.forName(example)))
            .build();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create().execute(request, summary);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Found by one seed, which need not be the one of this run. */
  @Test
  void theSampleOfThePageIsOne() throws IOException {
    Flow flow =
        new Flow(
            new Endpoint(MacAddress.parse("02:00:00:00:00:01"), Ipv4Address.parse("10.0.0.1"), 1),
            new Endpoint(
                MacAddress.parse("02:00:00:00:00:80"), Ipv4Address.parse("10.0.0.128"), 1));
    Set<TcpFlag> flags = Set.of(TcpFlag.ACK);
    Tcp segment = new Tcp(1, 1, 0, 0, flags, 0, 0, List.of(), Octets.NONE);
    Mutation mutation = new Mutation("tcp.dataOffset", new Change.Set(15));
    Mutated sample = new Mutated(Ethernet.of(flow, Ipv4.of(flow, segment)), List.of(mutation));
    assertThatThrownBy(() -> new SegmentSizeExample().everyFrameHasASizeOrNone(sample))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Files.readString(PAGE).replaceAll("\\s+", " ")).contains(sample.toString());
  }

  @Test
  void thePageQuotesTheSource() throws IOException {
    List<MatchResult> quotes = QUOTE.matcher(Files.readString(PAGE)).results().toList();
    assertThat(quotes).hasSize(1);
    for (MatchResult quote : quotes) {
      String source = Files.readString(SOURCES.resolve(quote.group(1)));
      assertThat(quote.group(2))
          .as("%s quotes %s", PAGE, quote.group(1))
          .isEqualTo(source.substring(source.indexOf("/**")));
    }
  }
}
