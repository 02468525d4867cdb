package netmp.dns;

import java.io.IOException;

/** A name that was not found. */
public final class LookupException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** It cannot be a name. */
    BAD_NAME("is no name"),
    /** There is no such name (NXDOMAIN). */
    NO_SUCH_NAME("there is no such name"),
    /** There is such a name, but it has nothing of this kind. */
    NO_DATA("the name has no such record"),
    /** No server has answered. */
    NO_ANSWER("no name server answers"),
    /** Those servers that have answered do not know, or may not say. */
    SERVER_FAILURE("the name servers cannot tell");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  LookupException(String name, Reason reason) {
    super(name + ": " + reason.text);
    this.reason = reason;
  }

  /**
   * Why it was not found.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
