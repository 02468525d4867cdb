package netmp.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What happened in a soak, counted, and what was wrong. Any thread. */
public final class Tally {

  /** What is counted. */
  public enum Group {
    /** Rounds, connections and what users did. */
    DONE("done"),
    /** Errors that users got, by their name. */
    ERROR("errors of users"),
    /** Faults that were injected. */
    FAULT("faults"),
    /** What the checks saw. */
    CHECK("checks");

    private final String text;

    Group(String text) {
      this.text = text;
    }

    /**
     * The group's title.
     *
     * @return a few words
     */
    public String text() {
      return text;
    }
  }

  private record Entry(Group group, String what) {}

  private final Map<Entry, LongAdder> counts = new ConcurrentHashMap<>();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  Tally() {}

  void count(Group group, String what) {
    add(group, what, 1);
  }

  void add(Group group, String what, long number) {
    if (number != 0) {
      counts.computeIfAbsent(new Entry(group, what), entry -> new LongAdder()).add(number);
    }
  }

  /** Something is wrong. */
  void find(String finding) {
    if (!closed) {
      findings.add(finding);
    }
  }

  /** What is found from now on comes of what was found before, such as of a stop in the middle. */
  void close() {
    closed = true;
  }

  /**
   * What was wrong.
   *
   * @return empty if nothing was
   */
  public List<String> findings() {
    return new ArrayList<>(findings);
  }

  /**
   * The counts of a group.
   *
   * @param group which
   * @return what was counted, and how often
   */
  public SortedMap<String, Long> counts(Group group) {
    SortedMap<String, Long> all = new TreeMap<>();
    counts.forEach(
        (entry, count) -> {
          if (entry.group == group) {
            all.put(entry.what, count.sum());
          }
        });
    return all;
  }

  long count(Group group) {
    return counts(group).values().stream().mapToLong(Long::longValue).sum();
  }
}
