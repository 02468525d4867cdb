package netmp.benchmark.udp;

import netmp.exec.Execution;

/** A simulated processor, on which one thread runs. */
final class Processor {

  /** Ticks of an access to memory, and of the instructions around it. */
  static final int ACCESS = 1;

  /** Ticks that a line takes, besides, from the cache of another processor. */
  static final int MOVE = 100;

  /** Ticks of waking a thread that sleeps, for who wakes it. */
  static final int WAKE = 1000;

  /** From 0. */
  final int number;

  /** Of its thread. */
  final Execution.Kind kind;

  /** What the thread has done since it was last charged. */
  long ticks;

  /** Of what it was charged, what is not reported yet. */
  long busy;

  /** The thread sleeps. */
  boolean parked;

  /** The thread shall not sleep the next time. */
  boolean permit;

  Processor(int number, Execution.Kind kind) {
    this.number = number;
    this.kind = kind;
  }
}
