package netmp.icmp;

/**
 * How many messages may be sent in a time: a token bucket, for one thread (RFC 1812 section
 * 4.3.2.8).
 */
final class RateLimit {

  private static final long SECOND = 1_000_000_000L;

  private final long interval;
  private final long most;

  /** Time that is saved up, in nanoseconds; a message takes an interval. */
  private long credit;

  private long last;

  /** So many a second, and as many at once; the first second's are there at first. */
  RateLimit(int perSecond) {
    interval = SECOND / perSecond;
    most = SECOND;
    credit = most;
    last = Long.MIN_VALUE;
  }

  /** Whether one more may go, at a time in nanoseconds. */
  boolean admits(long now) {
    if (last != Long.MIN_VALUE) {
      credit = Math.min(most, credit + now - last);
    }
    last = now;
    boolean admitted = credit >= interval;
    credit -= admitted ? interval : 0;
    return admitted;
  }
}
