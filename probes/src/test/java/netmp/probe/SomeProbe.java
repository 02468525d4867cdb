package netmp.probe;

/** Steps of a program that is no stack. */
public enum SomeProbe implements Probe {
  /** Without an argument. */
  CLEAR("Clear", 0),
  /** With one. */
  POST("Post", 1),
  /** With two. */
  ACTIVATE("Activate", 2);

  private final String action;
  private final int arity;

  SomeProbe(String action, int arity) {
    this.action = action;
    this.arity = arity;
  }

  @Override
  public String action() {
    return action;
  }

  @Override
  public int arity() {
    return arity;
  }
}
