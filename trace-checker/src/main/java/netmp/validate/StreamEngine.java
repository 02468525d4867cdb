package netmp.validate;

import java.io.IOException;

/** Walks through the states of the specifications as the events come, on several threads. */
public final class StreamEngine implements Engine {

  private final Catalogue catalogue;
  private final int threads;
  private final boolean isComplete;

  /**
   * An engine that uses all processors.
   *
   * @param catalogue the specifications; used by one engine at a time
   */
  public StreamEngine(Catalogue catalogue) {
    this(catalogue, Runtime.getRuntime().availableProcessors(), false);
  }

  /**
   * An engine for traces of runs that have come to their end, see {@link Validator#endOfRun}. Uses
   * all processors.
   *
   * @param catalogue the specifications; used by one engine at a time
   * @return the engine
   */
  public static StreamEngine ofCompleteRuns(Catalogue catalogue) {
    return new StreamEngine(catalogue, Runtime.getRuntime().availableProcessors(), true);
  }

  /**
   * An engine.
   *
   * @param catalogue the specifications; used by one engine at a time
   * @param threads how many judge, from 1
   */
  public StreamEngine(Catalogue catalogue, int threads) {
    this(catalogue, threads, false);
  }

  private StreamEngine(Catalogue catalogue, int threads, boolean isComplete) {
    this.catalogue = catalogue;
    this.threads = threads;
    this.isComplete = isComplete;
  }

  @Override
  public Validation validate(TraceReader trace) throws IOException, UndecidedException {
    return new ParallelValidator(trace, catalogue, threads, isComplete).validate();
  }
}
