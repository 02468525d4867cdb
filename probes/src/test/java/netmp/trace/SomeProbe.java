package netmp.trace;

import netmp.probe.Probe;

/** Steps of a program that is no stack. */
enum SomeProbe implements Probe {
  CLEAR("Clear", 0),
  POST("Post", 1),
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
