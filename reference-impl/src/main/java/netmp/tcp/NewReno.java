package netmp.tcp;

/**
 * Additive increase, multiplicative decrease by a half (RFC 5681 section 3.1, equation 3 and 4).
 */
final class NewReno extends CongestionControl {

  /** Acknowledged and not yet turned into window: RFC 5681's byte counting variant. */
  private int acked;

  @Override
  void avoid(int bytes, long now, long rtt) {
    acked += bytes;
    if (acked >= cwnd()) {
      acked -= cwnd();
      setCwnd(cwnd() + mss());
    }
  }

  @Override
  int reduced(int flight) {
    acked = 0;
    return flight / 2;
  }

  @Override
  void idled() {
    acked = 0;
  }
}
