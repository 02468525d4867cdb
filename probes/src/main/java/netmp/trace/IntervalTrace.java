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
 * <p>Events are kept in memory until {@link #write}; or {@link #drain} hands on, while the threads
 * run, those before which nothing can come any more. What waits holds the others back no longer
 * than it works: a thread says when it {@linkplain #parks() parks} and when it {@linkplain #wakes()
 * wakes}. A step behind a wake-up came after all that was stamped before, so its interval is short
 * even if the thread has slept for long.
 */
public final class IntervalTrace {

  private record Event(long n, long b, String thread, String object, Probe probe, long x, long y) {}

  /** Of a thread that makes no step before it {@link #wakes}. */
  private static final long ASLEEP = Long.MAX_VALUE;

  /** What one thread has recorded. */
  private static final class Log {
    final String thread;

    /** The thread's own. */
    long lastStamp;

    /** No step of the thread that is still to come begins before. */
    private volatile long earliest = 1;

    private List<Event> events = new ArrayList<>();

    Log(String thread) {
      this.thread = thread;
    }

    synchronized void add(Event event) {
      events.add(event);
    }

    /** Takes the first events, which begin before a stamp. */
    synchronized void take(long before, List<Event> into) {
      int count = 0;
      while (count < events.size() && events.get(count).b < before) {
        count++;
      }
      List<Event> first = events.subList(0, count);
      into.addAll(first);
      events = new ArrayList<>(events.subList(count, events.size()));
    }

    /** No step still to come begins before, if it is asked after the stamp was counted. */
    long earliest(long stamp) {
      return Math.min(earliest, stamp + 1);
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
   * The calling thread will make no step until it {@link #wakes}: before it waits, and before it
   * ends.
   */
  public void parks() {
    log.get().earliest = ASLEEP;
  }

  /**
   * The calling thread goes on, or begins. Where there is a {@link #drain}, before its first step
   * and behind each wait.
   *
   * <p>The order of the two accesses counts: who sees that the thread is asleep has read the stamps
   * before this thread does.
   */
  public void wakes() {
    Log mine = log.get();
    mine.earliest = 0;
    mine.lastStamp = stamps.get();
    mine.earliest = mine.lastStamp + 1;
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
   * Writes what is recorded and was not drained, by the begin of the intervals, so that a reader
   * can follow with one event per thread in memory. After all recording threads have ended or been
   * joined.
   *
   * @param sink receives the events
   * @return how many
   */
  public int write(EventSink sink) {
    return writeBefore(Long.MAX_VALUE, sink);
  }

  /**
   * Writes what is recorded, was not drained, and begins before all that can still come, while the
   * threads run. One thread at a time. The threads that record must tell when they {@link #wakes}.
   *
   * @param sink receives the events, in the order of {@link #write} over all calls
   * @return how many
   */
  public int drain(EventSink sink) {
    long stamp = stamps.get();
    long earliest = stamp + 1;
    for (Log each : logs) {
      earliest = Math.min(earliest, each.earliest(stamp));
    }
    return writeBefore(earliest, sink);
  }

  /**
   * How many steps were stamped so far. Any thread.
   *
   * @return the greatest stamp
   */
  public long stamp() {
    return stamps.get();
  }

  private int writeBefore(long begin, EventSink sink) {
    List<Event> all = new ArrayList<>();
    logs.forEach(each -> each.take(begin, all));
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
      mine.add(new Event(n, mine.lastStamp + 1, mine.thread, name(object), probe, a, b));
      mine.lastStamp = n;
      mine.earliest = n + 1;
    }
  }
}
