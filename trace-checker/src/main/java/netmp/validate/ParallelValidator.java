package netmp.validate;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Judges a trace on several threads, for objects do not depend on each other: each object has a
 * worker, and each worker a {@link Validator} of its own. The calling thread reads, and gives each
 * worker the events of its objects in batches. A few batches are under way at a time, so memory
 * does not grow with the trace.
 *
 * <p>What it says is what one validator would say of the trace: of all findings it takes the one
 * that comes first in the trace, and workers that have not come so far go on until they have.
 */
final class ParallelValidator {

  private static final int BATCH = 512;
  private static final int UNDER_WAY = 8;

  /** Objects that are given to who has least to do; where there are more, chance does as well. */
  private static final int CHOSEN = 1024;

  /** Place of what comes out at the end of the trace. */
  private static final long END = Long.MAX_VALUE / 4;

  /** Place of what is open then, behind all that is wrong. */
  private static final long UNSETTLED = 2 * END;

  private final TraceReader trace;
  private final boolean isComplete;
  private final List<Worker> workers = new ArrayList<>();

  /** Who judges the first objects. */
  private final Map<String, Worker> chosen = new HashMap<>();

  private final AtomicReference<Finding> first = new AtomicReference<>();
  private long events;

  /** An event with its place in the trace, from 1. */
  private record Numbered(long at, TraceEvent event) {}

  /**
   * Why a worker stopped.
   *
   * @param at place in the trace of the event that brought it out
   * @param refusal what its validator refused; null if it could not go on
   * @param failure why it could not go on
   */
  private record Finding(long at, Refusal refusal, Throwable failure) {}

  /**
   * Nothing was read yet.
   *
   * @param trace the trace
   * @param catalogue the specifications
   * @param threads workers, from 1
   * @param isComplete whether the run has come to its end
   */
  ParallelValidator(TraceReader trace, Catalogue catalogue, int threads, boolean isComplete) {
    this.trace = trace;
    this.isComplete = isComplete;
    for (int number = 0; number < threads; number++) {
      workers.add(new Worker(new Validator(catalogue.forAnotherThread(), trace.header())));
    }
  }

  /**
   * Judges the whole trace.
   *
   * @return the judgement
   * @throws IOException if reading fails, and nothing before was refused
   * @throws UndecidedException if a limit is met, and nothing before was refused
   */
  Validation validate() throws IOException, UndecidedException {
    IOException unread = null;
    try (ExecutorService threads = Executors.newFixedThreadPool(workers.size())) {
      workers.forEach(threads::execute);
      unread = feed(threads);
    }
    Finding found = first.get();
    if (unread != null && (found == null || found.at > events)) {
      throw unread;
    }
    return found == null ? accepted() : refused(found);
  }

  /** Gives the workers their events; returns why not all could be read, or null. */
  private IOException feed(ExecutorService threads) throws IOException {
    IOException unread = null;
    try {
      try {
        for (TraceEvent e = next(); e != null; e = next()) {
          worker(e.object()).add(new Numbered(++events, e));
        }
      } catch (IOException e) {
        unread = e;
      }
      for (Worker worker : workers) {
        worker.end();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("validation was interrupted").initCause(e);
    }
    return unread;
  }

  private TraceEvent next() throws IOException {
    return first.get() == null ? trace.next() : null;
  }

  private Worker worker(String object) {
    Worker known = chosen.get(object);
    if (known != null) {
      return known;
    }
    if (chosen.size() == CHOSEN) {
      return workers.get(Math.floorMod(object.hashCode(), workers.size()));
    }
    Worker least = Collections.min(workers, Comparator.comparingLong(Worker::assigned));
    chosen.put(object, least);
    return least;
  }

  private Validation accepted() {
    return new Validation(
        trace.header(),
        events,
        workers.stream().mapToInt(worker -> worker.validator.objects()).sum(),
        workers.stream().mapToLong(worker -> worker.validator.steps()).sum(),
        workers.stream().mapToInt(worker -> worker.validator.widest()).max().orElse(0),
        Optional.empty());
  }

  private Validation refused(Finding found) throws UndecidedException {
    return switch (found.failure) {
      case null -> Validation.refused(trace.header(), Math.min(found.at, events), found.refusal);
      case UndecidedException undecided -> throw undecided;
      case RuntimeException unexpected -> throw unexpected;
      case Error error -> throw error;
      default -> throw new IllegalStateException(found.failure);
    };
  }

  /** Judges the events of its objects. */
  private final class Worker implements Runnable {
    private final BlockingQueue<List<Numbered>> queue = new ArrayBlockingQueue<>(UNDER_WAY);
    private final Validator validator;
    private List<Numbered> batch = new ArrayList<>(BATCH);
    private long assigned;

    Worker(Validator validator) {
      this.validator = validator;
    }

    /** Events given to it; the reader calls this. */
    long assigned() {
      return assigned;
    }

    /** The reader calls this. */
    void add(Numbered event) throws InterruptedException {
      assigned++;
      batch.add(event);
      if (batch.size() == BATCH) {
        queue.put(batch);
        batch = new ArrayList<>(BATCH);
      }
    }

    /** No more events will come; the reader calls this. */
    void end() throws InterruptedException {
      queue.put(batch);
      queue.put(List.of());
    }

    @Override
    public void run() {
      try {
        for (List<Numbered> some = queue.take(); !some.isEmpty(); some = queue.take()) {
          some.forEach(this::judge);
        }
        judgeEnd();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // The reader was, too.
      }
    }

    private void judge(Numbered event) {
      Finding found = first.get();
      if (found != null && found.at <= event.at) {
        return;
      }
      try {
        if (!validator.take(event.event)) {
          report(new Finding(event.at, validator.refusal().orElseThrow(), null));
        }
      } catch (UndecidedException | RuntimeException | Error e) {
        report(new Finding(event.at, null, e));
      }
    }

    private void judgeEnd() {
      Finding found = first.get();
      if (found != null && found.at <= END) {
        return;
      }
      try {
        Validation validation = isComplete ? validator.endOfRun() : validator.end();
        validation
            .refusal()
            .ifPresent(
                refusal -> {
                  long line = validator.lastLine(refusal.event().object());
                  long at = refusal.refusesTheEnd() ? UNSETTLED + line : END + line;
                  report(new Finding(at, refusal, null));
                });
      } catch (UndecidedException | RuntimeException | Error e) {
        report(new Finding(END, null, e));
      }
    }

    private void report(Finding finding) {
      first.accumulateAndGet(
          finding, (known, found) -> known != null && known.at <= found.at ? known : found);
    }
  }
}
