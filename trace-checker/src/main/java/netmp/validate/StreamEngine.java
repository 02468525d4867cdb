package netmp.validate;

import java.io.IOException;

/** Walks through the states of the specifications as the events come. */
public final class StreamEngine implements Engine {

  private final Catalogue catalogue;

  /**
   * An engine.
   *
   * @param catalogue the specifications; used by one engine at a time
   */
  public StreamEngine(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public Validation validate(TraceReader trace) throws IOException, UndecidedException {
    Validator validator = new Validator(catalogue, trace.header());
    TraceEvent event = trace.next();
    while (event != null && validator.take(event)) {
      event = trace.next();
    }
    return validator.end();
  }
}
