package netmp.network;

import java.util.List;
import netmp.exec.Execution;
import netmp.probe.Probes;
import netmp.stack.NetStack;

/** What runs a network: virtual time, or real threads. */
interface Runner {

  /** How a run ended; the failure is null if it ended well, or nothing was thrown. */
  record End(boolean good, String detail, Throwable failure) {}

  Execution execution();

  /** The probes of the stack of a name. */
  Probes probes(String stack);

  /** Starts a thread that calls sockets. */
  void start(UserTask task, Execution.Kind kind, UserTask.Body body);

  /** Runs until all users have ended, or they cannot. */
  End run();

  /** After the run: ends what still runs, and writes what is left of the trace. */
  void finish(List<NetStack> stacks);
}
