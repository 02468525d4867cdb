package netmp.sim;

import netmp.exec.Blocker;
import netmp.exec.Execution.Kind;

/** The scheduler's view of a thread. */
final class SimThread {

  enum State {
    READY,
    PARKED,
    ENDED
  }

  final String name;
  final Kind kind;

  /** How many were started before it. */
  final int number;

  Coroutine coroutine;
  State state = State.READY;
  boolean permit;
  boolean interrupted;

  /** What it is parked for, if it said so. */
  Blocker blocker;

  /** Counts parks, so that a timer knows whether the park it belongs to is over. */
  long parks;

  SimThread(String name, Kind kind, int number) {
    this.name = name;
    this.kind = kind;
    this.number = number;
  }

  Thread thread() {
    return coroutine.thread();
  }
}
