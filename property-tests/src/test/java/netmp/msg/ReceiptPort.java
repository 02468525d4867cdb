package netmp.msg;

import netmp.adversary.ScenarioRun;

/** A port that does something for whoever puts, right behind the put (DragonFly's receipt). */
public final class ReceiptPort extends MessagePort {

  private Runnable receipt;

  /** Without a receipt. */
  public ReceiptPort(ScenarioRun run) {
    super(run.execution, run.probes);
  }

  /** The next put, which is the calling thread's, is followed by this. */
  public void setReceipt(Runnable body) {
    receipt = body;
  }

  @Override
  void enqueue(Message message) {
    Runnable body = receipt;
    receipt = null;
    super.enqueue(message);
    if (body != null) {
      body.run();
    }
  }
}
