package netmp.socket;

import java.nio.ByteBuffer;
import netmp.exec.Execution;
import netmp.mbuf.Mbuf;

/**
 * What a user thread needs to speak to protocol threads: its messages, used again for each call.
 */
final class UserThread {

  /** Where it runs. */
  final Execution execution;

  final PredicateMessage predicate;
  final Request request;

  /** How its last take ended: from a receive buffer, or of a packet buffer. */
  Errno taken = Errno.OK;

  /** What it took: a packet, or bytes into the part of the array named below. */
  Mbuf packet;

  int count;

  /** Where its next read goes, or what it writes; null if that is the buffer. */
  private byte[] data;

  private ByteBuffer buffer;
  private int offset;

  /** How many bytes it wants at most. */
  int length;

  UserThread(Execution execution, int number) {
    this.execution = execution;
    predicate = new PredicateMessage(execution, number);
    request = new Request(execution);
    request.user = number;
  }

  /** The thread's number in traces, from 1. */
  int number() {
    return predicate.user;
  }

  /** Where its next read goes, or what it writes. */
  void use(byte[] array, int from, int bytes) {
    data = array;
    buffer = null;
    offset = from;
    length = bytes;
  }

  /** Where its next read goes, or what it writes: from the position to the limit. */
  void use(ByteBuffer bytes) {
    data = null;
    buffer = bytes;
    offset = bytes.position();
    length = bytes.remaining();
  }

  /** Holds on to nothing of the caller's. */
  void release() {
    data = null;
    buffer = null;
  }

  /** Reads the first bytes of a packet, behind those of the packets before. */
  void read(Mbuf from, int bytes) {
    if (data != null) {
      from.copyOut(0, data, offset + count, bytes);
    } else {
      from.copyOut(0, buffer, offset + count, bytes);
    }
  }

  /** Writes into an empty packet what lies behind those bytes that were written before. */
  void write(Mbuf into, int written, int bytes) {
    into.extend(bytes);
    if (data != null) {
      into.copyIn(0, data, offset + written, bytes);
    } else {
      into.copyIn(0, buffer, offset + written, bytes);
    }
  }
}
