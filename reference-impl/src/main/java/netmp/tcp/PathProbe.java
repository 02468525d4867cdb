package netmp.tcp;

/**
 * A segment that is longer than others, to find out whether the path takes it (RFC 4821 section 7).
 * There is one at a time; that it is lost says nothing of congestion (section 7.7.1). For the
 * protocol thread that owns the connection.
 */
final class PathProbe {

  private boolean underWay;
  private boolean lost;
  private int seq;
  private int end;

  /** It was sent. */
  void sent(int first, int length) {
    underWay = true;
    lost = false;
    seq = first;
    end = first + length;
  }

  boolean isUnderWay() {
    return underWay;
  }

  /** Everything before this is acknowledged; true once of a probe that was under way. */
  boolean endsBy(int una) {
    boolean ends = underWay && !Seq.before(una, end);
    underWay = underWay && !ends;
    return ends;
  }

  /** Whether the path has taken it, after {@link #endsBy}. */
  boolean hasPassed() {
    return !lost;
  }

  /** Its text, which may lie in several segments by now. */
  int length() {
    return end - seq;
  }

  /** It may be lost. */
  void timedOut() {
    lost = true;
  }

  /** Whether nothing is lost but the probe, as it was sent first; notes that. */
  boolean isAllThatIsLost(Scoreboard board) {
    boolean all = underWay && !board.hasLostBeside(seq, end);
    lost |= all;
    return all;
  }
}
