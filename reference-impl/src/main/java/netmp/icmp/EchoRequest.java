package netmp.icmp;

import netmp.exec.Execution;
import netmp.msg.SyncMessage;
import netmp.netisr.Timer;

/**
 * A user's question whether a host is there (ping). It is sent to the CPU where the answer will
 * come in, stays there, and is replied to when that has come, or an error about it, or when its
 * time is over. One object per user, used again; the fields are the holder's.
 */
public final class EchoRequest extends SyncMessage {

  /** How it ended. */
  public enum Outcome {
    /** The host has answered. */
    ANSWERED,
    /** Somebody on the way says that it cannot be reached; {@link EchoRequest#error} says why. */
    REFUSED,
    /** Nobody answered in time. */
    TIMED_OUT,
    /** It could not be sent: there is no route, or no buffer, or it is too long. */
    NOT_SENT
  }

  private final Pings pings;

  /** Runs out on the CPU of the request. */
  final Timer timer =
      new Timer() {
        @Override
        protected void fire() {
          pings.timedOut(EchoRequest.this);
        }
      };

  int address;
  int length;
  long timeout;
  int sequence;
  long sent;
  private Outcome outcome;
  private IcmpError error;
  private int from;
  private int timeToLive;
  private long nanos;

  /**
   * A request at rest.
   *
   * @param execution parks and unparks the user
   * @param pings of the CPU where answers of the host come in
   */
  EchoRequest(Execution execution, Pings pings) {
    super(execution);
    this.pings = pings;
  }

  /** Carried out by the protocol thread of the CPU. */
  @Override
  protected void dispatch() {
    pings.begin(this);
  }

  /** Ends the user's wait. */
  void end(Outcome how, IcmpError why, int source, int ttl, long after) {
    outcome = how;
    error = why;
    from = source;
    timeToLive = ttl;
    nanos = after;
    reply();
  }

  /**
   * Asks once, and waits. The user whose request it is.
   *
   * @param bytes of data behind the ICMP header, 0 or more
   * @param timeoutNanos how long to wait
   * @return how it ended
   */
  public Outcome ask(int bytes, long timeoutNanos) {
    length = bytes;
    timeout = timeoutNanos;
    send(pings.port());
    return outcome;
  }

  /**
   * Why it was refused.
   *
   * @return null unless it was
   */
  public IcmpError error() {
    return error;
  }

  /**
   * Who answered, or refused.
   *
   * @return an IPv4 address, 0 if nobody did
   */
  public int from() {
    return from;
  }

  /**
   * The time to live with which the answer came.
   *
   * @return 0..255
   */
  public int timeToLive() {
    return timeToLive;
  }

  /**
   * How long the answer took.
   *
   * @return nanoseconds from the sending to the coming
   */
  public long nanos() {
    return nanos;
  }
}
