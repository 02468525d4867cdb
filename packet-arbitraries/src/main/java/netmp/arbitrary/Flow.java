package netmp.arbitrary;

/**
 * Who sends to whom.
 *
 * @param source who sends
 * @param destination who is to receive
 */
public record Flow(Endpoint source, Endpoint destination) {

  /**
   * The other way.
   *
   * @return from the destination to the source
   */
  public Flow reversed() {
    return new Flow(destination, source);
  }
}
