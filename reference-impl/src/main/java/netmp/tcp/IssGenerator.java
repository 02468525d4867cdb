package netmp.tcp;

import java.util.random.RandomGenerator;
import netmp.pcb.Flow;

/**
 * Initial sequence numbers (RFC 6528): a clock of 4 microseconds and a keyed hash of both ends, so
 * that the numbers of one pair of ends grow and those of others cannot be guessed from them. The
 * hash is SipHash-2-4. One key for all CPUs of a stack; any thread.
 */
final class IssGenerator {

  private static final int TICK = 4000; // nanoseconds

  private final long key0;
  private final long key1;

  IssGenerator(RandomGenerator random) {
    key0 = random.nextLong();
    key1 = random.nextLong();
  }

  /** The number of a connection that begins now. */
  int next(Flow flow, long now) {
    return (int) (now / TICK) + (int) hash(flow, 0);
  }

  /** Where the timestamps of a connection begin (RFC 7323 section 5.4). */
  int timestampOffset(Flow flow) {
    return (int) hash(flow, 1);
  }

  /** A hash of both ends that nobody else can compute. */
  long hash(Flow flow, long purpose) {
    long addresses = (long) flow.localAddress() << 32 | (flow.foreignAddress() & 0xffff_ffffL);
    long ports = (long) flow.localPort() << 16 | flow.foreignPort();
    return new SipHash(key0, key1).update(addresses).update(purpose << 32 | ports).finish(16);
  }

  /** The hash of a SYN cookie; another than all of {@link #hash}. */
  long cookie(Flow flow, int irs, long word) {
    long addresses = (long) flow.localAddress() << 32 | (flow.foreignAddress() & 0xffff_ffffL);
    long ports = (long) flow.localPort() << 16 | flow.foreignPort();
    return new SipHash(key0, key1)
        .update(addresses)
        .update((long) irs << 32 | ports)
        .update(word)
        .finish(24);
  }

  /** One computation of SipHash-2-4 over 64-bit words. */
  private static final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    SipHash(long key0, long key1) {
      v0 = key0 ^ 0x736f6d6570736575L;
      v1 = key1 ^ 0x646f72616e646f6dL;
      v2 = key0 ^ 0x6c7967656e657261L;
      v3 = key1 ^ 0x7465646279746573L;
    }

    SipHash update(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
      return this;
    }

    long finish(int bytes) {
      update((long) bytes << 56);
      v2 ^= 0xff;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
