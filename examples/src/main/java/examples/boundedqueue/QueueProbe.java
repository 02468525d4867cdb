package examples.boundedqueue;

import netmp.probe.Probe;

/** The actions of BoundedQueue.tla. */
public enum QueueProbe implements Probe {
  /** There is a queue, with so much room. */
  CREATE("Create", 1),
  /** A producer finds no room and waits. */
  AWAIT_ROOM("AwaitRoom", 1),
  /** A producer has put an item. */
  PUT("Put", 2),
  /** A consumer finds no item and waits. */
  AWAIT_ITEM("AwaitItem", 1),
  /** A consumer has taken an item. */
  TAKE("Take", 2);

  private final String action;
  private final int arity;

  QueueProbe(String action, int arity) {
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
