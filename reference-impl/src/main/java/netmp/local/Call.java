package netmp.local;

import netmp.msg.Message;

/** Something that one owner asks another to do; made for each time, off the packet path. */
final class Call extends Message {

  private final Runnable body;

  Call(Runnable body) {
    this.body = body;
  }

  @Override
  protected void dispatch() {
    body.run();
  }
}
