package netmp.pcb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of one protocol's control blocks by their tuples, as all CPUs' tables have them. The
 * tables of a CPU are its protocol thread's alone; this copy of them is for who looks on from
 * outside, such as a capture. Any thread.
 */
public final class PcbDirectory {

  /** Keeps nothing, so entering costs nothing. */
  public static final PcbDirectory NONE = new PcbDirectory(null);

  private record Ends(int localAddress, int localPort, int foreignAddress, int foreignPort) {}

  /** By the ends; several blocks may share a local end. */
  private final Map<Ends, List<String>> names;

  private PcbDirectory(Map<Ends, List<String>> names) {
    this.names = names;
  }

  /**
   * A directory that is kept.
   *
   * @return an empty one
   */
  public static PcbDirectory kept() {
    return new PcbDirectory(new ConcurrentHashMap<>());
  }

  /**
   * Enters a block. One that is in the tables of several CPUs is entered by each of them.
   *
   * @param pcb its string is its name
   * @param laddr its local address, or {@link Inpcb#ANY}
   * @param lport its local port
   * @param faddr its peer's address, or {@link Inpcb#ANY}
   * @param fport its peer's port, or 0
   */
  public void enter(Object pcb, int laddr, int lport, int faddr, int fport) {
    if (names != null) {
      names.merge(
          new Ends(laddr, lport, faddr, fport),
          List.of(pcb.toString()),
          (before, added) -> {
            List<String> all = new ArrayList<>(before);
            all.addAll(added);
            return all;
          });
    }
  }

  /**
   * Takes out what was entered, once.
   *
   * @param pcb as entered
   * @param laddr as entered
   * @param lport as entered
   * @param faddr as entered
   * @param fport as entered
   */
  public void leave(Object pcb, int laddr, int lport, int faddr, int fport) {
    if (names != null) {
      names.computeIfPresent(
          new Ends(laddr, lport, faddr, fport),
          (ends, before) -> {
            List<String> rest = new ArrayList<>(before);
            rest.remove(pcb.toString());
            return rest.isEmpty() ? null : rest;
          });
    }
  }

  /**
   * The blocks that a packet is for: those of its whole tuple, else those that wait at its local
   * end, else those at its port.
   *
   * @param laddr the packet's address on this host
   * @param lport its port on this host
   * @param faddr the peer's address
   * @param fport the peer's port
   * @return their names, each once, or none
   */
  public List<String> find(int laddr, int lport, int faddr, int fport) {
    List<String> found = names.get(new Ends(laddr, lport, faddr, fport));
    if (found == null) {
      found = names.get(new Ends(laddr, lport, Inpcb.ANY, 0));
    }
    if (found == null) {
      found = names.get(new Ends(Inpcb.ANY, lport, Inpcb.ANY, 0));
    }
    return found == null ? List.of() : found.stream().distinct().toList();
  }
}
