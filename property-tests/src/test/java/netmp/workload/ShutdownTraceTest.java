package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import netmp.model.Specifications;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;
import netmp.validate.Catalogue;
import netmp.validate.Refusal;
import netmp.validate.StreamEngine;
import netmp.validate.TraceReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run in which streams end is valid, and refused once the ends are not where they belong. */
class ShutdownTraceTest {

  private static List<String> trace;

  @BeforeAll
  static void run() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Workload workload = new LocalStream();
    try (TraceWriter writer =
        new TraceWriter(out, new TraceWriter.Header(workload.name(), 1, false, 2))) {
      SimRun.plain(workload, 2, 1, Design.CUPHOLDER).run(Recorders.of(writer));
    }
    trace = out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static Optional<Refusal> judge(List<String> lines) throws Exception {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (Specifications specifications = Specifications.ofClassPath();
        TraceReader reader = new TraceReader(new ByteArrayInputStream(bytes))) {
      return new StreamEngine(Catalogue.of(specifications)).validate(reader).refusal();
    }
  }

  private static int find(String action, int from, Predicate<String> line) {
    for (int i = from; i < trace.size(); i++) {
      if (trace.get(i).contains("\"a\":\"" + action + "\"") && line.test(trace.get(i))) {
        return i;
      }
    }
    throw new AssertionError("no " + action);
  }

  private static String object(int line) {
    return trace.get(line).replaceAll(".*(\"o\":\"[^\"]*\").*", "$1");
  }

  /** The trace with the action and the arguments of a step at another place of its object. */
  private static List<String> moved(int from, int to) {
    List<String> lines = new ArrayList<>(trace);
    String step = trace.get(from).replaceAll(".*(\"o\":.*)", "$1");
    lines.set(to, trace.get(to).replaceAll("\"o\":.*", step));
    return lines;
  }

  @Test
  void theRunIsValid() throws Exception {
    assertThat(judge(trace)).isEmpty();
    assertThat(find("Seal", 1, l -> true)).isPositive();
  }

  @Test
  void aFlushBeforeTheEndIsRefused() throws Exception {
    int flushed = find("Flushed", 1, l -> true);
    int ended = find("SetCantRcvMore", 1, l -> l.contains(object(flushed)));
    List<String> broken = moved(flushed, ended);
    assertThat(judge(broken).orElseThrow().spec()).isEqualTo("shutdown/receive");
  }

  @Test
  void anEndOfFileBeforeTheSealIsRefused() throws Exception {
    int fin = find("Fin", 1, l -> true);
    int seal = find("Seal", 1, l -> l.contains(object(fin)));
    assertThat(seal).isLessThan(fin);
    assertThat(judge(moved(fin, seal)).orElseThrow().spec()).isEqualTo("shutdown/send");
  }
}
