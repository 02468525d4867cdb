package netmp.msg;

import java.util.function.Consumer;
import netmp.adversary.ScenarioRun;

/** A port that says what is put on it, right behind the put. */
public final class WatchedPort extends MessagePort {

  private final Consumer<Message> watcher;

  /**
   * An empty port.
   *
   * @param run the run
   * @param watcher is told, by whoever puts
   */
  public WatchedPort(ScenarioRun run, Consumer<Message> watcher) {
    super(run.execution, run.probes);
    this.watcher = watcher;
  }

  @Override
  void enqueue(Message message) {
    super.enqueue(message);
    watcher.accept(message);
  }
}
