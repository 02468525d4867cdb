package netmp.adversary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import netmp.sockbuf.Design;
import netmp.sockbuf.SockbufFactory;
import netmp.trace.TraceWriter;
import netmp.workload.Recorders;
import netmp.workload.RunResult;
import netmp.workload.SimRun;
import netmp.workload.UdpEcho;

/** Runs episodes and has their traces judged. */
public final class EpisodeRun implements Explorer.Run<Episode> {

  /** Far more than an episode takes; one that runs in circles must not fill the memory. */
  private static final long STEP_LIMIT = 100_000;

  private final TraceJudge judge;
  private final Function<Design, SockbufFactory> sockbufs;

  /** Says what is wrong with a trace. */
  @FunctionalInterface
  public interface TraceJudge {

    /**
     * Judges.
     *
     * @param trace the trace file's text
     * @return what no specification allows; empty if all is allowed
     */
    List<String> judge(String trace);
  }

  /**
   * What became of an episode.
   *
   * @param result the run's own result
   * @param findings everything that is wrong with the run or its trace
   * @param trace the trace file's text
   */
  public record Verdict(RunResult result, List<String> findings, String trace) {

    /**
     * Whether nothing is wrong.
     *
     * @return true if there is no finding
     */
    public boolean isGood() {
      return findings.isEmpty();
    }
  }

  /**
   * Runs of the product's own sockbufs.
   *
   * @param judge judges the traces
   */
  public EpisodeRun(TraceJudge judge) {
    this(judge, design -> design);
  }

  /**
   * Runs of other sockbufs, such as broken ones.
   *
   * @param judge judges the traces
   * @param sockbufs what stands for a design
   */
  public EpisodeRun(TraceJudge judge, Function<Design, SockbufFactory> sockbufs) {
    this.judge = judge;
    this.sockbufs = sockbufs;
  }

  /**
   * Runs an episode.
   *
   * @param episode what to run; its workload must be udp-echo
   * @return what became of it
   * @throws IllegalArgumentException if the episode is of another workload
   */
  @Override
  public Verdict run(Episode episode) {
    if (!episode.workload().equals("udp-echo")) {
      throw new IllegalArgumentException(
          "there are episodes of udp-echo only, not of '" + episode.workload() + "'");
    }
    ByteArrayOutputStream trace = new ByteArrayOutputStream(1 << 16);
    TraceWriter.Header header =
        new TraceWriter.Header(episode.workload(), episode.seed(), false, episode.cpus());
    RunResult result;
    try (TraceWriter writer = new TraceWriter(trace, header)) {
      result = simRun(episode).run(Recorders.of(writer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> findings = new ArrayList<>(result.findings());
    String text = trace.toString(StandardCharsets.UTF_8);
    findings.addAll(judge.judge(text));
    return new Verdict(result, findings, text);
  }

  private SimRun simRun(Episode episode) {
    FaultyWires wires = new FaultyWires(episode.faults());
    return new SimRun(
        new UdpEcho(episode.clients(), episode.datagrams()),
        episode.cpus(),
        episode.seed(),
        new PreemptionChooser(episode.schedule()),
        wires::inFrontOf,
        episode.faults().isEmpty(),
        sockbufs.apply(episode.sockbuf()),
        STEP_LIMIT);
  }
}
