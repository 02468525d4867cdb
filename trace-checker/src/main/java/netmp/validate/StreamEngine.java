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
    boolean allowed = true;
    for (TraceEvent event = trace.next(); allowed && event != null; event = trace.next()) {
      allowed = validator.take(event);
    }
    return validator.end();
  }
}
