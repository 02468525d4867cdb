package netmp.tcp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netmp.pcb.Inpcb;
import netmp.pcb.PcbDirectory;

/** One CPU's copy of the table of listeners (dragonfly's wildcard PCBs). That CPU's thread only. */
final class Listeners {

  private final Map<Integer, List<Listener>> byPort = new HashMap<>();

  private final PcbDirectory directory;

  Listeners(PcbDirectory directory) {
    this.directory = directory;
  }

  void add(Listener listener) {
    byPort.computeIfAbsent(listener.port, port -> new ArrayList<>(1)).add(listener);
    directory.enter(listener, listener.address, listener.port, Inpcb.ANY, 0);
  }

  int size() {
    return byPort.values().stream().mapToInt(List::size).sum();
  }

  boolean has(Listener listener) {
    return byPort.getOrDefault(listener.port, List.of()).contains(listener);
  }

  void remove(Listener listener) {
    List<Listener> others = byPort.get(listener.port);
    others.remove(listener);
    if (others.isEmpty()) {
      byPort.remove(listener.port);
    }
    directory.leave(listener, listener.address, listener.port, Inpcb.ANY, 0);
  }

  /**
   * Who listens to an address and a port: one that is bound to the address before one that is bound
   * to any. Of several that share both, the flow says which.
   *
   * @param hash of the flow
   * @return null for nobody
   */
  Listener find(int address, int port, int hash) {
    List<Listener> all = byPort.get(port);
    if (all == null) {
      return null;
    }
    Listener specific = choose(all, address, hash);
    return specific == null ? choose(all, Inpcb.ANY, hash) : specific;
  }

  private static Listener choose(List<Listener> all, int address, int hash) {
    int matching = 0;
    for (Listener each : all) {
      matching += each.address == address ? 1 : 0;
    }
    int number = matching == 0 ? 0 : Integer.remainderUnsigned(hash, matching);
    for (Listener each : all) {
      if (each.address == address && number-- == 0) {
        return each;
      }
    }
    return null;
  }
}
