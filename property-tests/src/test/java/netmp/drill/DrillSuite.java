package netmp.drill;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The scripts of our own. */
final class DrillSuite {

  private static final Path SCRIPTS = Path.of("src/test/resources/drill");

  private DrillSuite() {}

  /** Topic to its scripts. */
  static Map<String, List<Path>> topics() throws IOException {
    try (Stream<Path> files = Files.walk(SCRIPTS)) {
      return files
          .filter(file -> file.toString().endsWith(".pkt"))
          .sorted()
          .collect(
              Collectors.groupingBy(
                  file -> file.getParent().getFileName().toString(),
                  TreeMap::new,
                  Collectors.toList()));
    }
  }

  /** A test for each script, by topic. */
  static Stream<DynamicNode> each(ThrowingConsumer<Path> test) throws IOException {
    return topics().entrySet().stream()
        .map(
            topic ->
                dynamicContainer(
                    topic.getKey(),
                    topic.getValue().stream()
                        .map(
                            file ->
                                dynamicTest(
                                    file.getFileName().toString(), () -> test.accept(file)))));
  }
}
