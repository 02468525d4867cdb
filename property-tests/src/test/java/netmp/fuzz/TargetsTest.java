package netmp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every target takes its corpus, and some thousand inputs made of it. */
class TargetsTest {

  private static final long SEED = Long.getLong("netmp.seed", 1);
  private static final long NANOS = 4_000_000_000L;

  static List<String> names() {
    return Targets.names();
  }

  /** The seeds of a target in the sources, which the command finds among the classes. */
  static List<Path> seeds(String name) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/fuzz", name))) {
      return files.sorted().toList();
    }
  }

  /** Adds the seeds, each of which shows something of its own. */
  private static <I> Fuzzer<I> begun(Targets.Entry<I> entry) throws IOException {
    Fuzzer<I> fuzzer = entry.fuzzer(TargetsTest.class.getClassLoader(), SEED);
    for (Path seed : seeds(entry.name())) {
      I input = entry.inputs().read(Files.readAllBytes(seed));
      assertThat(fuzzer.add(input)).as("%s shows nothing that others do not", seed).isTrue();
      assertThat(entry.inputs().write(entry.inputs().read(entry.inputs().write(input))))
          .as("%s written and read", seed)
          .isEqualTo(entry.inputs().write(input));
    }
    return fuzzer;
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingIsFound(String name) throws IOException {
    Fuzzer<?> fuzzer = begun(Targets.get(name));
    assertSound(fuzzer, name);
    int edges = fuzzer.edges();
    long end = System.nanoTime() + NANOS;
    fuzzer.run(() -> System.nanoTime() < end);
    assertSound(fuzzer, name);
    assertThat(fuzzer.edges()).as("edges that mutation adds").isGreaterThan(edges);
  }

  private static void assertSound(Fuzzer<?> fuzzer, String name) {
    Finding<?> finding = fuzzer.finding();
    if (finding != null) {
      throw new AssertionError(
          "found with seed %d; ./netmp fuzz %s --seed %d finds it too".formatted(SEED, name, SEED),
          finding.defect());
    }
  }
}
