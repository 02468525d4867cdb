package netmp.soak;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import netmp.adversary.SpecJudge;
import netmp.probe.Probe;
import netmp.trace.EventSink;
import netmp.trace.IntervalTrace;
import netmp.trace.TraceWriter;
import netmp.validate.Catalogue;
import netmp.validate.Refusal;
import netmp.validate.TraceHeader;
import netmp.validate.UndecidedException;
import netmp.validate.Validation;
import netmp.validate.Validator;

/**
 * Takes what the threads of a round have recorded while they run, keeps it in a file, and judges
 * it. On a thread of its own.
 */
final class LiveJudge implements Runnable {

  /** Events that may wait to be judged before users are asked to rest. */
  private static final long BACKLOG = 100_000;

  private static final long LOOK = 20;

  private final IntervalTrace trace;
  private final Tally tally;
  private final Validator validator;
  private final TraceWriter writer;
  private final Thread thread = new Thread(this, "judge");
  private volatile boolean ending;
  private final AtomicLong taken = new AtomicLong();
  private boolean judging = true;
  private long judged;

  /** Begins to judge. */
  LiveJudge(IntervalTrace trace, Catalogue catalogue, TraceHeader header, Path file, Tally tally)
      throws IOException {
    this.trace = trace;
    this.tally = tally;
    validator = new Validator(catalogue, header);
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
    writer =
        new TraceWriter(
            out, new TraceWriter.Header(header.workload(), header.seed(), true, header.cpus()));
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether users may go on: what they do is judged in time. Any thread. */
  boolean keepsUp() {
    return trace.stamp() - taken.get() < BACKLOG;
  }

  /** Judges what is left and the trace as a whole. When all who record have ended. */
  void end() throws InterruptedException, IOException {
    ending = true;
    thread.join();
    trace.write(sink());
    if (judging) {
      judge(() -> note(validator.end()));
    }
    writer.close();
    tally.add(Tally.Group.CHECK, "events judged", judged);
  }

  @Override
  public void run() {
    while (!ending) {
      trace.drain(sink());
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private EventSink sink() {
    return this::take;
  }

  private void take(long n, long from, String thread, String object, Probe probe, long a, long b) {
    long line = taken.incrementAndGet() + 1; // of the file, which begins with a header
    writer.event(n, from, thread, object, probe, a, b);
    if (judging) {
      judged++;
      judge(
          () -> {
            if (!validator.take(SpecJudge.traceEvent(line, n, from, thread, object, probe, a, b))) {
              note(validator.end());
            }
          });
    }
  }

  /** A step that may find that there are too many orders to decide. */
  @FunctionalInterface
  private interface Judging {
    void run() throws UndecidedException;
  }

  private void judge(Judging step) {
    try {
      step.run();
    } catch (UndecidedException e) {
      judging = false;
      tally.count(Tally.Group.CHECK, "traces judged in part, for too many orders were possible");
    }
  }

  private void note(Validation validation) {
    if (!validation.accepted() && judging) {
      judging = false;
      validation.refusal().map(Refusal::text).ifPresent(tally::find);
    }
  }
}
