package netmp.msg;

import netmp.exec.Execution;

/** The body of a thread that owns a port and does nothing but carry out what comes there. */
public final class PortOwner {

  private PortOwner() {}

  /** Never returns. The port must know its owner, or nobody wakes it. */
  public static void serve(MessagePort port, Execution execution) {
    for (; ; ) {
      Message message = port.get();
      if (message != null) {
        message.handle();
      } else {
        if (port.announceWait()) {
          execution.park();
        }
        port.cancelWait();
      }
    }
  }
}
