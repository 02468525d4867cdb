package netmp.adversary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import netmp.probe.Probe;
import netmp.sim.ScheduleChooser;
import netmp.sockbuf.Design;
import netmp.sockbuf.SockbufFactory;
import netmp.trace.EventSink;
import netmp.trace.TraceWriter;
import netmp.workload.Recorders;
import netmp.workload.RunResult;
import netmp.workload.SimRun;
import netmp.workload.Workloads;

/** Runs episodes and has their traces judged. */
public final class EpisodeRun implements Explorer.Run<Episode> {

  /** Far more than an episode takes; one that runs in circles must not fill the memory. */
  private static final long STEP_LIMIT = 100_000;

  private final Judge judge;
  private final Function<Design, SockbufFactory> sockbufs;

  /** Says what is wrong with what episodes report. */
  @FunctionalInterface
  public interface Judge {

    /**
     * Begins with an episode.
     *
     * @param header the first line of its trace
     * @return receives the events
     */
    Judgement open(TraceWriter.Header header);
  }

  /** Receives the events of an episode and judges them. */
  public interface Judgement extends EventSink {

    /**
     * What is wrong. When the episode has ended.
     *
     * @return what no specification allows; empty if all is allowed
     */
    List<String> findings();

    /**
     * States of specifications that objects were brought into. When the episode has ended.
     *
     * @return their fingerprints; empty if nobody looked
     */
    default Set<Long> visited() {
      return Set.of();
    }
  }

  /** Allows all: what counts is the run's own result. */
  public static final Judge UNJUDGED =
      header ->
          new Judgement() {
            @Override
            public void event(
                long n, long from, String thread, String object, Probe probe, long a, long b) {}

            @Override
            public List<String> findings() {
              return List.of();
            }
          };

  /**
   * What became of an episode.
   *
   * @param result the run's own result
   * @param findings everything that is wrong with the run or its trace
   * @param schedule the choices that were made, as preemptions
   * @param visited states of specifications that objects were brought into, if the judge tells
   */
  public record Verdict(
      RunResult result, List<String> findings, List<Preemption> schedule, Set<Long> visited) {

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
   * @param judge judges what they report
   */
  public EpisodeRun(Judge judge) {
    this(judge, design -> design);
  }

  /**
   * Runs of other sockbufs, such as broken ones.
   *
   * @param judge judges what they report
   * @param sockbufs what stands for a design
   */
  public EpisodeRun(Judge judge, Function<Design, SockbufFactory> sockbufs) {
    this.judge = judge;
    this.sockbufs = sockbufs;
  }

  /**
   * Runs an episode.
   *
   * @param episode what to run; its workload must be one of {@link Workloads#SMALL}
   * @return what became of it
   * @throws IllegalArgumentException if the episode is of another workload
   */
  @Override
  public Verdict run(Episode episode) {
    Judgement judgement = judge.open(header(episode));
    WrittenDown schedule = new WrittenDown(episode.schedule().chooser());
    RunResult result = simRun(episode, schedule).run(Recorders.of(judgement));
    List<String> findings = new ArrayList<>(result.findings());
    findings.addAll(judgement.findings());
    return new Verdict(result, findings, schedule.preemptions(), judgement.visited());
  }

  /**
   * Runs an episode and writes its trace, without judging it.
   *
   * @param episode as for {@link #run}
   * @return the trace file's text
   */
  public String trace(Episode episode) {
    ByteArrayOutputStream trace = new ByteArrayOutputStream(1 << 16);
    try (TraceWriter writer = new TraceWriter(trace, header(episode))) {
      simRun(episode, episode.schedule().chooser()).run(Recorders.of(writer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return trace.toString(StandardCharsets.UTF_8);
  }

  private static TraceWriter.Header header(Episode episode) {
    return new TraceWriter.Header(episode.workload(), episode.seed(), false, episode.cpus());
  }

  private SimRun simRun(Episode episode, ScheduleChooser chooser) {
    FaultyWires wires = new FaultyWires(episode.faults());
    return new SimRun(
        Workloads.small(episode.workload(), episode.clients(), episode.datagrams()),
        episode.cpus(),
        episode.seed(),
        chooser,
        wires::inFrontOf,
        episode.faults().isEmpty(),
        sockbufs.apply(episode.sockbuf()),
        episode.udp(),
        STEP_LIMIT);
  }
}
