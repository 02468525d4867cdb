package netmp.fuzz.edges;

/** A run has taken more edges than it may: it hangs, or is about to. */
public final class OutOfFuel extends Error {

  private static final long serialVersionUID = 1L;

  /** Thrown where the fuel was used up. */
  public OutOfFuel() {
    super("the run does not end");
  }
}
