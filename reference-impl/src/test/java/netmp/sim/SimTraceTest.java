package netmp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import netmp.action.StackProbe;
import netmp.exec.Execution.Kind;
import netmp.probe.Probes;
import netmp.trace.TraceWriter;
import org.junit.jupiter.api.Test;

class SimTraceTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void underTheSchedulerEveryHitIsAnEventAndAPlaceToSwitch() {
    DeterministicExecution execution = new DeterministicExecution(ready -> ready.size() - 1, 1000);
    TraceWriter writer = new TraceWriter(bytes, new TraceWriter.Header("w", 1, false, 1));
    SimTrace trace = new SimTrace(execution, writer);
    Probes probes = trace.probes("A");
    int port = probes.newObject("port");
    for (String name : List.of("x", "y")) {
      execution.start(
          name,
          Kind.USER,
          () -> {
            Probes.hit(probes, StackProbe.PUT, port, 1);
            Probes.hit(probes, StackProbe.PUT, port, 2);
          });
    }
    assertThat(execution.run().completed()).isTrue();
    assertThat(trace.events()).isEqualTo(4);
    assertThat(lines()).hasSize(5);
    assertThat(lines().get(1)).startsWith("{\"n\":1,\"t\":\"y\",\"o\":\"A/port/1\"");
    assertThat(lines().get(2)).startsWith("{\"n\":2,\"t\":\"x\"");
  }

  @Test
  void withoutAWriterHitsOnlySwitch() {
    DeterministicExecution execution =
        new DeterministicExecution(ScheduleChooser.COOPERATIVE, 1000);
    SimTrace trace = new SimTrace(execution, null);
    Probes probes = trace.probes("A");
    execution.start("x", Kind.USER, () -> Probes.hit(probes, StackProbe.PUT, 1, 1));
    execution.run();
    assertThat(trace.events()).isEqualTo(1);
  }
}
