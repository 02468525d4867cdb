package netmp.jfr;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.FlightRecorder;
import netmp.probe.Probe;
import netmp.probe.ProbeSink;
import netmp.probe.Probes;

/**
 * Records the steps of real threads as events of the Flight Recorder. The intervals are those of
 * {@code netmp.trace.IntervalTrace}: a stamp right after the step, from one shared counter.
 *
 * <p>The recording is whoever's it is: of {@code jcmd}, of the command line of the JVM, or of a
 * {@link jdk.jfr.Recording}. It has to begin before the first step, since a specification begins in
 * its initial state. Steps are counted while nothing records too, so that {@link JfrReader} sees
 * what a recording lacks.
 *
 * <p>Any thread may call the methods. A step allocates nothing but its event, which the JIT mostly
 * takes apart.
 */
public final class JfrTrace implements AutoCloseable {

  private static final AtomicInteger RUNS = new AtomicInteger();

  /** The last stamp of a thread. */
  private static final class Last {
    long stamp;
  }

  private final int run = RUNS.incrementAndGet();
  private final AtomicLong stamps = new AtomicLong();
  private final ThreadLocal<Last> last = ThreadLocal.withInitial(Last::new);
  private final Runnable counting = this::count;

  /** A trace of which nothing is recorded yet. */
  public JfrTrace() {
    FlightRecorder.addPeriodicEvent(StepCountEvent.class, counting);
  }

  /**
   * The probes of a stack, or of another program.
   *
   * @param stack its name, the first part of its objects' names
   * @return probes that report here
   */
  public Probes probes(String stack) {
    return new Probes(new Sink(stack));
  }

  private void count() {
    StepCountEvent event = new StepCountEvent();
    event.run = run;
    event.count = stamps.get();
    event.commit();
  }

  /** Ends the count in recordings. After those with steps of this trace have been stopped. */
  @Override
  public void close() {
    FlightRecorder.removePeriodicEvent(counting);
  }

  private final class Sink implements ProbeSink {
    private final String stack;

    /** By number; replaced when it grows, so that a hit reads it without a lock or a box. */
    private volatile String[] names = {};

    Sink(String stack) {
      this.stack = stack;
    }

    @Override
    public synchronized int newObject(String kind) {
      int number = names.length + 1;
      String[] longer = Arrays.copyOf(names, number);
      longer[number - 1] = stack + "/" + kind + "/" + number;
      names = longer;
      return number;
    }

    @Override
    public String name(int object) {
      return names[object - 1];
    }

    @Override
    public void hit(Probe probe, int object, long a, long b) {
      Last mine = last.get();
      long n = stamps.incrementAndGet();
      StepEvent event = new StepEvent();
      event.run = run;
      event.stamp = n;
      event.begin = mine.stamp + 1;
      event.object = name(object);
      event.action = probe.action();
      event.arity = probe.arity();
      event.first = a;
      event.second = b;
      event.commit();
      mine.stamp = n;
    }
  }
}
