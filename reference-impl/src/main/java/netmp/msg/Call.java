package netmp.msg;

/**
 * Something that one protocol thread asks another to do. One is made for each time, so it is for
 * what happens once in a connection, not for packets.
 */
public final class Call extends Message {

  private final Runnable body;

  /**
   * A call.
   *
   * @param body runs on the thread that owns the port on which the call is put
   */
  public Call(Runnable body) {
    this.body = body;
  }

  @Override
  protected void dispatch() {
    body.run();
  }
}
