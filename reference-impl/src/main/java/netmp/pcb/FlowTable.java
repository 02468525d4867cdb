package netmp.pcb;

import java.util.ArrayList;
import java.util.List;

/**
 * The flows of one protocol on one CPU, by 4-tuple: chains whose number doubles as the table fills.
 * Only that CPU's protocol thread may call it. Finding and removing allocate nothing, adding only
 * when there are more flows than ever before.
 *
 * @param <F> the kind of flow
 */
public final class FlowTable<F extends Flow> {

  private static final int FIRST_CHAINS = 64;

  private final PcbDirectory directory;
  private Flow[] chains = new Flow[FIRST_CHAINS];
  private int size;

  /**
   * An empty table.
   *
   * @param directory told of what enters and leaves
   */
  public FlowTable(PcbDirectory directory) {
    this.directory = directory;
  }

  /**
   * How many flows there are.
   *
   * @return the number
   */
  public int size() {
    return size;
  }

  /**
   * Finds a flow.
   *
   * @param laddr this host's address
   * @param lport this host's port
   * @param faddr the peer's address
   * @param fport the peer's port
   * @return the flow, or null
   */
  @SuppressWarnings("unchecked") // only F are added
  public F find(int laddr, int lport, int faddr, int fport) {
    Flow flow = chains[chain(Flow.hash(laddr, lport, faddr, fport))];
    while (flow != null && !flow.is(laddr, lport, faddr, fport)) {
      flow = flow.next;
    }
    return (F) flow;
  }

  /**
   * Adds a flow.
   *
   * @param flow in no table; none here has its tuple
   */
  public void add(F flow) {
    if (size == chains.length) {
      grow();
    }
    link(flow);
    size++;
    directory.enter(
        flow, flow.localAddress(), flow.localPort(), flow.foreignAddress(), flow.foreignPort());
  }

  /**
   * Takes a flow out.
   *
   * @param flow a flow of this table
   */
  public void remove(F flow) {
    int chain = chain(flow.hash());
    if (flow.equals(chains[chain])) {
      chains[chain] = flow.next;
    } else {
      Flow before = chains[chain];
      while (!flow.equals(before.next)) {
        before = before.next;
      }
      before.next = flow.next;
    }
    flow.next = null;
    size--;
    directory.leave(
        flow, flow.localAddress(), flow.localPort(), flow.foreignAddress(), flow.foreignPort());
  }

  /**
   * All flows, for what is done seldom.
   *
   * @return a new list, in no order
   */
  @SuppressWarnings("unchecked") // only F are added
  public List<F> flows() {
    List<F> flows = new ArrayList<>(size);
    for (Flow first : chains) {
      for (Flow flow = first; flow != null; flow = flow.next) {
        flows.add((F) flow);
      }
    }
    return flows;
  }

  /** For tests: how many flows one may have to look at. */
  int longestChain() {
    int longest = 0;
    for (Flow first : chains) {
      int length = 0;
      for (Flow flow = first; flow != null; flow = flow.next) {
        length++;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private void link(Flow flow) {
    int chain = chain(flow.hash());
    flow.next = chains[chain];
    chains[chain] = flow;
  }

  private int chain(int hash) {
    return hash & (chains.length - 1);
  }

  private void grow() {
    Flow[] old = chains;
    chains = new Flow[2 * old.length];
    for (Flow first : old) {
      Flow flow = first;
      while (flow != null) {
        Flow rest = flow.next;
        link(flow);
        flow = rest;
      }
    }
  }
}
