package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import netmp.model.Specifications;
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;
import netmp.validate.Catalogue;
import netmp.validate.StreamEngine;
import netmp.validate.TraceReader;
import netmp.validate.UndecidedException;
import netmp.validate.Validation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every workload is good, under the scheduler and on real threads, and so is its trace. */
class WorkloadsTest {

  private static final int MOST_RUNS = 5;

  private static Specifications specifications;
  private static StreamEngine engine;

  /** Each design of UDP comes with some designs of sockbufs. */
  private static final List<UdpDesign> UDP = List.of(UdpDesign.values());

  private static UdpDesign udpWith(Design sockbuf, int cpus) {
    return UDP.get((List.of(Design.values()).indexOf(sockbuf) + cpus) % UDP.size());
  }

  @BeforeAll
  static void open() throws IOException {
    specifications = Specifications.ofClassPath();
    engine = new StreamEngine(Catalogue.of(specifications));
  }

  @AfterAll
  static void close() {
    specifications.close();
  }

  static Stream<Workload> workloads() {
    return Workloads.all().stream();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void underTheScheduler(Workload workload) throws Exception {
    for (Design sockbuf : Design.values()) {
      long seed = sockbuf.text().length();
      for (int cpus : List.of(1, 2, 4)) {
        UdpDesign udp = udpWith(sockbuf, cpus);
        ByteArrayOutputStream trace = new ByteArrayOutputStream();
        RunResult result;
        try (TraceWriter writer =
            new TraceWriter(trace, new TraceWriter.Header(workload.name(), seed, false, cpus))) {
          result = SimRun.plain(workload, cpus, seed, sockbuf, udp).run(Recorders.of(writer));
        }
        check(result, trace);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void onRealThreads(Workload workload) throws Exception {
    for (Design sockbuf : Design.values()) {
      onRealThreads(workload, sockbuf, udpWith(sockbuf, 0));
    }
  }

  /** On a busy machine steps can overlap so much that a run leaves open what happened in it. */
  private static void onRealThreads(Workload workload, Design sockbuf, UdpDesign udp)
      throws Exception {
    for (int runs = 1; ; runs++) {
      try {
        runOnRealThreads(workload, sockbuf, udp);
        return;
      } catch (UndecidedException e) {
        if (runs == MOST_RUNS) {
          throw e;
        }
      }
    }
  }

  private static void runOnRealThreads(Workload workload, Design sockbuf, UdpDesign udp)
      throws Exception {
    ByteArrayOutputStream trace = new ByteArrayOutputStream();
    RunResult result;
    try (TraceWriter writer =
        new TraceWriter(trace, new TraceWriter.Header(workload.name(), 1, true, 2))) {
      result = new RealRun(workload, 2, 1, sockbuf, udp).run(Recorders.of(writer));
    }
    check(result, trace);
  }

  private static void check(RunResult result, ByteArrayOutputStream trace) throws Exception {
    assertThat(result.findings()).isEmpty();
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(trace.toByteArray()))) {
      Validation validation = engine.validate(reader);
      assertThat(validation.refusal()).isEmpty();
      assertThat(validation.events()).isEqualTo(result.events()).isPositive();
    }
  }
}
