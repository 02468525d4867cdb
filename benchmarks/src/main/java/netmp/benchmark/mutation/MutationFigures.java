package netmp.benchmark.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes docs/mutation-figures.md from PIT's reports: how many mutants the tests have killed, and
 * which have survived. {@code mvn -q verify -Dpit} makes the reports, and then this.
 */
public final class MutationFigures {

  private static final String HEAD =
      """
      # Mutants of the code: what the tests see

      Written by `mvn -q verify -Dpit`, which lets [PIT](https://pitest.org) change one place of the code at a time (a condition, an operator, a
      returned value, a call that is left out), and run the tests that come there until one fails. [mutation-testing.md](mutation-testing.md)
      says what is left out and why some survive.

      | part | mutants | killed | |
      |---|--:|--:|--:|
      """;

  /** A part of the code that is mutated as one. */
  private record Part(String name, String packageName, Path report) {

    List<Mutant> mutants(Path root) throws IOException {
      return Mutant.read(root.resolve(report).resolve("mutations.xml"));
    }
  }

  private static final List<Part> PARTS =
      List.of(
          new Part(
              "socket buffers", "netmp.sockbuf", Path.of("reference-impl/target/pit/sockbufs")),
          new Part("PCB tables", "netmp.pcb", Path.of("reference-impl/target/pit/pcb-tables")),
          new Part("TCP", "netmp.tcp", Path.of("property-tests/target/pit/tcp")),
          new Part("trace checker", "netmp.validate", Path.of("trace-checker/target/pit/checker")));

  private MutationFigures() {}

  /**
   * Writes the page.
   *
   * @param arguments the root of the sources, whose modules have the reports
   * @throws IOException if a report is missing, or the page cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    StringBuilder page = new StringBuilder(HEAD);
    StringBuilder survivors = new StringBuilder();
    for (Part part : PARTS) {
      List<Mutant> mutants = part.mutants(root);
      page.append(row("%s, `%s`".formatted(part.name, part.packageName), mutants));
      survivors.append(survivors(part, mutants));
    }
    Files.writeString(root.resolve("docs/mutation-figures.md"), page.append(survivors));
  }

  private static String row(String what, List<Mutant> mutants) {
    long killed = mutants.stream().filter(Mutant::killed).count();
    return "| %s | %,d | %,d | %.1f %% |%n"
        .formatted(what, mutants.size(), killed, 100.0 * killed / mutants.size());
  }

  private static String survivors(Part part, List<Mutant> mutants) {
    Map<String, List<Mutant>> byType =
        mutants.stream()
            .collect(Collectors.groupingBy(Mutant::type, TreeMap::new, Collectors.toList()));
    StringBuilder text =
        new StringBuilder(
            """

            ## Survivors: %s

            | class | killed of all | survivors |
            |---|--:|---|
            """
                .formatted(part.name));
    byType.forEach((type, all) -> text.append(row(type, all, survivors(all))));
    return text.toString();
  }

  private static String row(String type, List<Mutant> all, List<Mutant> survivors) {
    return "| `%s` | %d of %d | %s |%n"
        .formatted(
            type,
            all.size() - survivors.size(),
            all.size(),
            survivors.stream()
                .map(each -> "`%s` %d: %s".formatted(each.method(), each.line(), each.change()))
                .collect(Collectors.joining("; ")));
  }

  private static List<Mutant> survivors(List<Mutant> mutants) {
    return mutants.stream().filter(each -> !each.killed()).toList();
  }
}
