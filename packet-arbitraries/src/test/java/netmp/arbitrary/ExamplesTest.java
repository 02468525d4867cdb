package netmp.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
