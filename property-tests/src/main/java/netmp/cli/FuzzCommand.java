package netmp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import netmp.fuzz.Finding;
import netmp.fuzz.Fuzzer;
import netmp.fuzz.Inputs;
import netmp.fuzz.Targets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for inputs that break what reads the bytes of strangers. */
@Command(
    name = "fuzz",
    description = {
      "Mutate inputs, keep those that take new ways through the code, and look for exceptions,",
      "hangs, leaks and counters that do not add up. A finding is made small and written to a file."
    },
    mixinStandardHelpOptions = true)
final class FuzzCommand implements Callable<Integer> {

  private static final long MINUTE = 60_000_000_000L;
  private static final int INPUTS_PER_PROGRESS = 256;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Mixin private Output output;

  @Parameters(paramLabel = "TARGET", description = "frames, drill, trace, capture, dns or itf.")
  private String name;

  @Option(names = "--minutes", paramLabel = "N", description = "For how long (default 1).")
  private Double minutes;

  @Option(names = "--inputs", paramLabel = "N", description = "How many inputs instead.")
  private Long most;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Equal seeds and corpora try equal inputs (default 1).")
  private long seed;

  @Option(
      names = "--corpus",
      paramLabel = "DIR",
      description = "Begin with the inputs in a folder too, and add to it those that show more.")
  private Path corpus;

  @Option(names = "--input", paramLabel = "FILE", description = "Repeat one input, and no other.")
  private Path input;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where a finding goes (default target/netmp/fuzz-TARGET).")
  private Path out;

  private final Function<String, Targets.Entry<?>> targets;

  /** Of the targets of netmp. */
  FuzzCommand() {
    this(Targets::get);
  }

  /** Of others, by name. */
  FuzzCommand(Function<String, Targets.Entry<?>> targets) {
    this.targets = targets;
  }

  @Override
  public Integer call() throws IOException {
    Targets.Entry<?> entry = targets.apply(name);
    if (entry == null) {
      throw new BadInput(
          "there is nothing to fuzz of the name '" + name + "'; there is for " + Targets.names());
    }
    if (minutes != null && most != null) {
      throw new BadInput("--minutes and --inputs: give one of them");
    }
    return new Session<>(entry).run();
  }

  /** Of one target. */
  private final class Session<I> {
    private final Inputs<I> inputs;
    private final Fuzzer<I> fuzzer;
    private final long begin = System.nanoTime();

    Session(Targets.Entry<I> entry) {
      inputs = entry.inputs();
      fuzzer = entry.fuzzer(FuzzCommand.class.getClassLoader(), seed);
    }

    int run() throws IOException {
      watch();
      Iterator<Path> files = (input != null ? List.of(input) : files()).iterator();
      while (files.hasNext() && fuzzer.finding() == null) {
        fuzzer.add(read(files.next()));
      }
      int seeds = fuzzer.corpus().size();
      if (input == null && fuzzer.finding() == null) {
        fuzzer.run(this::goesOn);
      }
      if (corpus != null) {
        keep(seeds);
      }
      return report(fuzzer.finding());
    }

    private boolean goesOn() {
      long runs = fuzzer.runs();
      if (runs % INPUTS_PER_PROGRESS == 0) {
        output.progress(summary());
      }
      return most != null
          ? runs < most
          : System.nanoTime() - begin < (minutes == null ? 1 : minutes) * MINUTE;
    }

    private String summary() {
      double seconds = THREADS.getCurrentThreadCpuTime() / 1e9;
      return "%s: %,d inputs, %,d %s, %,.0f inputs and %,.0f %s in a second of its CPU, corpus %,d, %,d edges"
          .formatted(
              name,
              fuzzer.runs(),
              fuzzer.units(),
              inputs.unit(),
              fuzzer.runs() / seconds,
              fuzzer.units() / seconds,
              inputs.unit(),
              fuzzer.corpus().size(),
              fuzzer.edges());
    }

    private I read(Path file) throws IOException {
      if (!Files.isReadable(file)) {
        throw new BadInput(file + ": no such file, or not readable; give an input");
      }
      try {
        return inputs.read(Files.readAllBytes(file));
      } catch (IllegalArgumentException e) {
        throw new BadInput(file + ": " + e.getMessage(), e);
      }
    }

    private void keep(int from) throws IOException {
      Files.createDirectories(corpus);
      List<I> found = fuzzer.corpus();
      for (int i = from; i < found.size(); i++) {
        Files.write(corpus.resolve("seed-%d-%05d".formatted(seed, i)), inputs.write(found.get(i)));
      }
    }

    // ---- what was found ----

    private int report(Finding<I> finding) throws IOException {
      output.say(summary() + " (seed " + seed + "): " + (finding == null ? "good" : "FAILED"));
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("target", name);
      value.put("inputs", fuzzer.runs());
      value.put("units", fuzzer.units());
      value.put("corpus", fuzzer.corpus().size());
      value.put("edges", fuzzer.edges());
      value.put("good", finding == null);
      if (finding != null) {
        output.say(text(finding.defect()).stripTrailing());
        Path file = write(finding.input());
        if (!finding.repeats()) {
          output.say("  it did not come again: it hangs on what ran before");
        }
        value.put("file", file.toString());
      }
      output.value(value);
      return finding == null ? 0 : 1;
    }

    private Path write(I found) throws IOException {
      Path file = out != null ? out : Path.of("target", "netmp", "fuzz-" + name);
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, inputs.write(found));
      output.say(
          "  %,d %s in %s; repeat it with: ./netmp fuzz %s --input %s"
              .formatted(inputs.units(found), inputs.unit(), file, name, file));
      return file;
    }

    /** A hang outside of what is counted, which nobody else can end. */
    private void watch() {
      Thread runner = Thread.currentThread();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                I hanging = null;
                while (hanging == null) {
                  sleep();
                  hanging = fuzzer.hanging();
                }
                halt(runner, hanging);
              });
    }

    private void halt(Thread runner, I hanging) {
      output.say("an input does not come to an end, here:");
      for (StackTraceElement frame : runner.getStackTrace()) {
        output.say("    at " + frame);
      }
      try {
        write(hanging);
      } catch (IOException e) {
        output.say("it cannot be written: " + e);
      }
      Runtime.getRuntime().halt(1);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(Throwable defect) {
    StringWriter text = new StringWriter();
    defect.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Of the program, and of the user. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(list(ofProgram(name)));
    if (corpus != null && Files.isDirectory(corpus)) {
      files.addAll(list(corpus));
    }
    return files;
  }

  private static Path ofProgram(String target) {
    URL folder = FuzzCommand.class.getResource("/fuzz/" + target);
    try {
      return Path.of(folder.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(folder + " is no path", e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
