package netmp.socket;

import netmp.exec.Execution;
import netmp.mbuf.Mbuf;

/**
 * What a user thread needs to speak to protocol threads: its messages, used again for each call.
 */
final class UserThread {

  final PredicateMessage predicate;
  final Request request;

  /** How its last take from a receive buffer ended. */
  Errno taken = Errno.OK;

  /** What it took: a packet, or bytes into the part of the array named below. */
  Mbuf packet;

  int count;

  /** Where its next read goes. */
  byte[] data;

  int offset;
  int length;

  UserThread(Execution execution, int number) {
    predicate = new PredicateMessage(execution, number);
    request = new Request(execution);
    request.user = number;
  }

  /** The thread's number in traces, from 1. */
  int number() {
    return predicate.user;
  }
}
