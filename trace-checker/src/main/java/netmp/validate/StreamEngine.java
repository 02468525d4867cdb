package netmp.validate;

import java.io.IOException;

/** Walks through the states of the specifications as the events come, on several threads. */
public final class StreamEngine implements Engine {

  private final Catalogue catalogue;
  private final int threads;

  /**
   * An engine that uses all processors.
   *
   * @param catalogue the specifications; used by one engine at a time
   */
  public StreamEngine(Catalogue catalogue) {
    this(catalogue, Runtime.getRuntime().availableProcessors());
  }

  /**
   * An engine.
   *
   * @param catalogue the specifications; used by one engine at a time
   * @param threads how many judge, from 1
   */
  public StreamEngine(Catalogue catalogue, int threads) {
    this.catalogue = catalogue;
    this.threads = threads;
  }

  @Override
  public Validation validate(TraceReader trace) throws IOException, UndecidedException {
    return new ParallelValidator(trace, catalogue, threads).validate();
  }
}
