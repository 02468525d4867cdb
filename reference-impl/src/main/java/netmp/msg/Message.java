package netmp.msg;

/**
 * Something put on a {@link MessagePort} and carried out by the protocol thread that owns the port.
 *
 * <p>A message is in one place at a time: with its sender, on one port, or with the thread that
 * dispatches it. Only that holder touches it; {@link MessagePort#put} hands it over and orders the
 * sender's writes before the dispatch.
 */
public abstract class Message {

  private int number;

  /** For subclasses. */
  protected Message() {}

  /** Carries the message out. Called by the protocol thread that took it from its port. */
  protected abstract void dispatch();

  /** Carries the message out on the thread that got it from its port. */
  public final void handle() {
    dispatch();
  }

  /**
   * The number under which a trace knows the message in the queue that holds it.
   *
   * @return the number, 0 when it was never given one
   */
  public final int number() {
    return number;
  }

  /**
   * Numbers the message. By its holder, before it goes into a queue.
   *
   * @param number at least 0
   */
  public final void setNumber(int number) {
    this.number = number;
  }
}
