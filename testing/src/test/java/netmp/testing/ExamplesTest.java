package netmp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netmp.testing.examples.FixedExamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** The examples of docs/testing-with-netmp.md find what they say, and the page quotes them. */
class ExamplesTest {

  private static final Path PAGE = Path.of("../docs/testing-with-netmp.md");
  private static final Path README = Path.of("../README.md");
  private static final Path SOURCES = Path.of("src/test/java/netmp/testing/examples");

  /** A comment that names a source, and the block of code behind it. */
  private static final Pattern QUOTE =
      Pattern.compile("<!-- ([A-Z][A-Za-z]*\\.java) -->\\n```java\\n(.*?)```\\n", Pattern.DOTALL);

  @TempDir private Path output;

  private Map<String, TestExecutionResult> run(String example) throws ClassNotFoundException {
    return Launch.run(Class.forName("netmp.testing.examples." + example), output);
  }

  @ParameterizedTest
  @CsvSource({
    "LookupExample, the value of",
    "ForwarderExample, back died of netmp.socket.SocketError: read: socket is closed",
    "UploadExample, array lengths differ",
    "FailoverExample, expected: <100> but was: <200>"
  })
  void anExampleFindsItsBug(String example, String message) throws ClassNotFoundException {
    assertThat(run(example).values())
        .filteredOn(result -> result.getStatus() == Status.FAILED)
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.getThrowable().orElseThrow().toString()).contains(message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LookupExample", "ForwarderExample", "UploadExample", "FailoverExample"})
  void theRemedyHelps(String example) {
    Class<?> fixed =
        Stream.of(FixedExamples.class.getDeclaredClasses())
            .filter(c -> c.getSimpleName().equals(example))
            .findFirst()
            .orElseThrow();
    assertThat(Launch.run(fixed, output).values())
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.getThrowable()).isEmpty());
  }

  @Test
  void thePageQuotesTheSources() throws IOException {
    assertThat(quotes(PAGE)).isEqualTo(13);
    assertThat(quotes(README)).isEqualTo(1);
  }

  private static int quotes(Path page) throws IOException {
    int quotes = 0;
    for (MatchResult quote : QUOTE.matcher(Files.readString(page)).results().toList()) {
      String source = Files.readString(SOURCES.resolve(quote.group(1)));
      assertThat(quote.group(2))
          .as("%s quotes %s", page, quote.group(1))
          .isEqualTo(source.substring(source.indexOf("/**")));
      quotes++;
    }
    return quotes;
  }
}
