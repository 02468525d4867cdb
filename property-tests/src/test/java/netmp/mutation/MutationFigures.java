package netmp.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.mutation.Mutants.Mutant;

/**
 * Runs PIT over parts of the code, and writes {@code docs/mutation-figures.md}: how many mutants
 * the tests have killed, and which have survived. By {@code mvn -q -pl property-tests -am verify
 * -DskipTests -Dpit=PART,PART}, or {@code -Dpit=all}; a part takes minutes to hours.
 */
final class MutationFigures {

  private static final String PIT = "org.pitest.mutationtest.commandline.MutationCoverageReport";

  /** Where the other modules have their tests, seen from this one. */
  private static final List<Path> TESTS =
      List.of(Path.of("../reference-impl"), Path.of("../trace-checker"));

  private static final String HEAD =
      """
      # Mutation testing

      How many changes of the code the tests see: PIT changes one place at a time (a condition, a constant, a call that is left out),
      and runs the tests that come there until one fails. Written, part by part, by
      `mvn -q -pl property-tests -am verify -DskipTests -Dpit=PART`.
      """;

  private MutationFigures() {}

  /**
   * Runs it.
   *
   * @param args the folder of the docs, the folder of the reports, and parts with commas between
   * @throws IOException if something cannot be written
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path page = Path.of(args[0], "mutation-figures.md");
    for (Part part : parts(args[2])) {
      Path report = Path.of(args[1], part.toString());
      run(part, report);
      String section = section(part, Mutants.read(report.resolve("mutations.xml")));
      Files.writeString(page, with(Files.exists(page) ? Files.readString(page) : HEAD, section));
    }
  }

  private static List<Part> parts(String names) {
    return names.equals("all")
        ? List.of(Part.values())
        : Arrays.stream(names.split(",", -1)).map(Part::of).toList();
  }

  private static void run(Part part, Path report) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-classpath", classPath(), PIT));
    command.addAll(List.of("--reportDir", report.toString(), "--timestampedReports=false"));
    command.addAll(List.of("--outputFormats", "XML", "--sourceDirs", "src/main/java"));
    command.addAll(List.of("--mutableCodePaths", codePaths()));
    command.addAll(List.of("--targetClasses", part.classes));
    command.addAll(List.of("--targetTests", part.tests));
    if (!part.exempt.isEmpty()) {
      command.addAll(List.of("--excludedMethods", part.exempt));
    }
    int processors = Runtime.getRuntime().availableProcessors();
    command.addAll(List.of("--threads", Integer.toString(processors)));
    command.add(
        "--jvmArgs=-ea,--add-opens=java.base/java.lang=ALL-UNNAMED,"
            + "--enable-native-access=ALL-UNNAMED");
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("PIT has failed for " + part + ", with exit status " + status);
    }
  }

  /** The tests of the other modules come last: some names are in several modules. */
  private static String classPath() {
    StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
    for (Path module : TESTS) {
      path.append(':').append(module.resolve("target/test-classes").toAbsolutePath().normalize());
    }
    return path.toString();
  }

  /** The stack and the checker, as they are on the class path: folders, or archives. */
  private static String codePaths() {
    return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
        .filter(each -> each.contains("reference-impl") || each.contains("trace-checker"))
        .reduce((first, second) -> first + "," + second)
        .orElseThrow();
  }

  private static String section(Part part, Mutants mutants) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%n## %s%n%n%,d mutants of `%s`, %,d killed: %.1f %%.%s%n"
            .formatted(
                part,
                mutants.all().size(),
                part.classes,
                mutants.killed(),
                100.0 * mutants.killed() / mutants.all().size(),
                part.exempt.isEmpty() ? "" : " Left alone: `" + part.exempt + "`."));
    text.append("\n| survivor | change |\n|---|---|\n");
    for (Mutant each : mutants.survivors()) {
      String note = each.covered() ? "" : " (no test comes there)";
      text.append("| `%s` | %s%s |%n".formatted(each.place(), each.change(), note));
    }
    return text.toString();
  }

  /**
   * The page with a section in place of the one that has the same heading, or behind the others.
   */
  static String with(String page, String section) {
    String heading = section.strip().lines().findFirst().orElseThrow();
    Matcher old =
        Pattern.compile("(?s)\n" + Pattern.quote(heading) + "\n.*?(?=\n## |\\z)").matcher(page);
    return old.find()
        ? page.substring(0, old.start())
            + section.stripTrailing()
            + "\n"
            + page.substring(old.end())
        : page + section;
  }
}
