package netmp.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import netmp.probe.Probe;
import netmp.probe.ProbeSink;
import netmp.probe.Probes;

/**
 * Records the steps of real threads. There is no total order to record; each step gets an interval
 * in which it was made.
 *
 * <p>A thread stamps a step right after making it, by counting one shared counter up; the stamp is
 * n. The step was made after the thread's step before, whose stamp was the counter's value m, so it
 * came after every step whose stamp is at most m: its b is m + 1. If n of x is less than b of y,
 * then x's thread had stamped x before y's thread stamped the step before y, so x was made before
 * y. That is all the order there is, and it is sound; what overlaps is left to the checker.
 *
 * <p>The counter is updated by a sequentially consistent read-modify-write, so recording orders the
 * steps of a thread more strongly than the stack asks for: a trace of real threads shows that what
 * happened is allowed, not that weaker orders would have been.
 *
 * <p>Events are kept in memory until {@link #write}.
 */
public final class IntervalTrace {

  private record Event(long n, long b, String thread, String object, Probe probe, long x, long y) {}

  /** What one thread has recorded. */
  private static final class Log {
    final List<Event> events = new ArrayList<>();
    final String thread;
    long lastStamp;

    Log(String thread) {
      this.thread = thread;
    }
  }

  private final AtomicLong stamps = new AtomicLong();
  private final Queue<Log> logs = new ConcurrentLinkedQueue<>();
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Log> log = ThreadLocal.withInitial(this::newLog);

  /** An empty record. */
  public IntervalTrace() {}

  private Log newLog() {
    Log created = new Log(uniqueName(Thread.currentThread()));
    logs.add(created);
    return created;
  }

  /** The thread's name; with its number if another thread has the same, or it has none. */
  private String uniqueName(Thread thread) {
    String name = thread.getName();
    boolean unique = !name.isEmpty() && names.add(name);
    return unique ? name : name + "#" + thread.threadId();
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

  /**
   * Writes everything recorded, by the begin of the intervals, so that a reader can follow with one
   * event per thread in memory. After all recording threads have ended or been joined.
   *
   * @param sink receives the events
   * @return how many
   */
  public int write(EventSink sink) {
    List<Event> all = new ArrayList<>();
    logs.forEach(each -> all.addAll(each.events));
    all.sort(Comparator.comparingLong(Event::b).thenComparingLong(Event::n));
    for (Event e : all) {
      sink.event(e.n, e.b, e.thread, e.object, e.probe, e.x, e.y);
    }
    return all.size();
  }

  private final class Sink implements ProbeSink {
    private final String stack;
    private final Map<Integer, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger objects = new AtomicInteger();

    Sink(String stack) {
      this.stack = stack;
    }

    @Override
    public int newObject(String kind) {
      int number = objects.incrementAndGet();
      names.put(number, stack + "/" + kind + "/" + number);
      return number;
    }

    @Override
    public String name(int object) {
      return names.get(object);
    }

    @Override
    public void hit(Probe probe, int object, long a, long b) {
      Log mine = log.get();
      long n = stamps.incrementAndGet();
      mine.events.add(new Event(n, mine.lastStamp + 1, mine.thread, name(object), probe, a, b));
      mine.lastStamp = n;
    }
  }
}
