package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import netmp.model.Specifications;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;
import netmp.validate.Catalogue;
import netmp.validate.Engine;
import netmp.validate.Refusal;
import netmp.validate.StreamEngine;
import netmp.validate.TraceReader;

/** The trace of a run, and what becomes of it when it is altered. */
record RecordedRun(List<String> trace) {

  static RecordedRun of(long seed) throws Exception {
    return of(StreamEcho.Family.LOCAL, seed);
  }

  static RecordedRun of(StreamEcho.Family family, long seed) throws Exception {
    return of(SimRun.plain(new StreamEcho(family), 2, seed, Design.CUPHOLDER));
  }

  static RecordedRun of(SimRun run) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TraceWriter writer =
        new TraceWriter(
            out, new TraceWriter.Header(run.workload().name(), run.seed(), false, run.cpus()))) {
      RunResult result = run.run(Recorders.of(writer));
      assertThat(result.findings()).isEmpty();
    }
    return new RecordedRun(out.toString(StandardCharsets.UTF_8).lines().toList());
  }

  static Optional<Refusal> judge(List<String> lines) throws Exception {
    return judge(lines, StreamEngine::new);
  }

  /** As a run that has come to its end. */
  static Optional<Refusal> judgeEnded(List<String> lines) throws Exception {
    return judge(lines, StreamEngine::ofCompleteRuns);
  }

  private static Optional<Refusal> judge(List<String> lines, Function<Catalogue, Engine> engine)
      throws Exception {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (Specifications specifications = Specifications.ofClassPath();
        TraceReader reader = new TraceReader(new ByteArrayInputStream(bytes))) {
      return engine.apply(Catalogue.of(specifications)).validate(reader).refusal();
    }
  }

  /** The first line, from a line on, with an action. */
  int find(String action, int from, Predicate<String> line) {
    for (int i = from; i < trace.size(); i++) {
      if (trace.get(i).contains("\"a\":\"" + action + "\"") && line.test(trace.get(i))) {
        return i;
      }
    }
    throw new AssertionError("no " + action);
  }

  /** The same, on the object of a line. */
  int findOnSame(int line, String action, int from) {
    String object = trace.get(line).replaceAll(".*(\"o\":\"[^\"]*\").*", "$1");
    return find(action, from, l -> l.contains(object));
  }

  /** The trace with the object, action and arguments of a step at another place, too. */
  List<String> moved(int from, int to) {
    return with(to, trace.get(from).replaceAll(".*(\"o\":.*)", "$1"));
  }

  /** The trace with another object, action and arguments in a line. */
  List<String> with(int line, String step) {
    List<String> lines = new ArrayList<>(trace);
    lines.set(line, trace.get(line).replaceAll("\"o\":.*", step));
    return lines;
  }

  /** The trace with other arguments in a line. */
  List<String> withArguments(int line, String arguments) {
    List<String> lines = new ArrayList<>(trace);
    lines.set(line, trace.get(line).replaceAll("\"x\":.*", "\"x\":[" + arguments + "]}"));
    return lines;
  }
}
