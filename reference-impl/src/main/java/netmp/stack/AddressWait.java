package netmp.stack;

import netmp.exec.Execution;
import netmp.msg.MessagePort;
import netmp.msg.SyncMessage;
import netmp.netisr.Timer;

/**
 * A user's wait for the interface to have its address. It stays with CPU 0 until that is so, or
 * cannot be, or its time is over.
 */
final class AddressWait extends SyncMessage {

  private final Ifconfig ifconfig;
  final long timeout;

  /** Runs out on CPU 0. */
  final Timer timer =
      new Timer() {
        @Override
        protected void fire() {
          ifconfig.timedOut(AddressWait.this);
        }
      };

  AddressWait(Execution execution, Ifconfig ifconfig, long timeout) {
    super(execution);
    this.ifconfig = ifconfig;
    this.timeout = timeout;
  }

  /** Whether the interface has an address then. */
  boolean ask(MessagePort port) {
    send(port);
    return ifconfig.state().status() == InterfaceState.Status.UP;
  }

  @Override
  protected void dispatch() {
    ifconfig.await(this);
  }
}
