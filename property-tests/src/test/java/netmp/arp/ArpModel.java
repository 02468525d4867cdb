package netmp.arp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;

/**
 * An ARP cache as a map with times. What is sent is written in words: packets by their numbers, ARP
 * by who is asked or answered.
 */
final class ArpModel {

  private enum State {
    ASKED,
    KNOWN,
    POLLED,
    LEFT_ALONE
  }

  private static final class Neighbour {
    State state;
    long mac;
    int requests;
    long since;
    long deadline;
    final Queue<Integer> waiting = new ArrayDeque<>();

    Neighbour(long since) {
      this.since = since;
    }

    boolean isKnown() {
      return state == State.KNOWN || state == State.POLLED;
    }
  }

  private final long lifetime;
  private final Map<Integer, Neighbour> neighbours = new LinkedHashMap<>();

  /** What was sent since it was last looked at. */
  final List<String> sent = new ArrayList<>();

  int dropped;
  long now;

  ArpModel(long lifetime) {
    this.lifetime = lifetime;
  }

  static String packet(int number, long to) {
    return "packet " + number + " to " + Long.toHexString(to);
  }

  static String request(int neighbour, long to) {
    return "who has " + neighbour + ", to " + Long.toHexString(to);
  }

  static String reply(int neighbour, long to) {
    return "answer to " + neighbour + " at " + Long.toHexString(to);
  }

  /** What every CPU shall know. */
  Map<Integer, Long> known() {
    Map<Integer, Long> known = new TreeMap<>();
    neighbours.forEach(
        (address, n) -> {
          if (n.isKnown()) {
            known.put(address, n.mac);
          }
        });
    return known;
  }

  int waiting() {
    return neighbours.values().stream().mapToInt(n -> n.waiting.size()).sum();
  }

  // ---- what happens ----

  void resolve(int address, int packet) {
    Neighbour n = neighbours.get(address);
    if (n == null) {
      n = enter(address, false);
      n.state = State.ASKED;
      ask(address, n);
    }
    switch (n.state) {
      case KNOWN, POLLED -> sent.add(packet(packet, n.mac));
      case LEFT_ALONE -> dropped++;
      case ASKED -> {
        n.waiting.add(packet);
        if (n.waiting.size() > Arp.QUEUE_LIMIT) {
          n.waiting.remove();
          dropped++;
        }
      }
    }
  }

  /** A neighbour asks for this host's address or for another, or says where it is. */
  void hear(int address, long mac, boolean forUs, boolean asks) {
    Neighbour n = neighbours.get(address);
    if (n == null && forUs) {
      n = enter(address, true);
    }
    if (n != null) {
      n.state = State.KNOWN;
      n.mac = mac;
      n.since = now;
      n.deadline = now + lifetime - Arp.TRIES * Arp.RETRY;
      n.waiting.forEach(packet -> sent.add(packet(packet, mac)));
      n.waiting.clear();
    }
    if (forUs && asks) {
      sent.add(reply(address, mac));
    }
  }

  void doubt(int address) {
    Neighbour n = neighbours.get(address);
    if (n != null && n.state == State.KNOWN) {
      poll(address, n);
    }
  }

  void flush() {
    dropped += waiting();
    neighbours.clear();
  }

  void advance(long nanos) {
    long end = now + nanos;
    for (Optional<Map.Entry<Integer, Neighbour>> next = nextUntil(end);
        next.isPresent();
        next = nextUntil(end)) {
      now = next.get().getValue().deadline;
      expire(next.get().getKey(), next.get().getValue());
    }
    now = end;
  }

  private Optional<Map.Entry<Integer, Neighbour>> nextUntil(long end) {
    return neighbours.entrySet().stream()
        .filter(e -> e.getValue().deadline <= end)
        .min(Comparator.comparingLong(e -> e.getValue().deadline));
  }

  private void expire(int address, Neighbour n) {
    switch (n.state) {
      case KNOWN -> poll(address, n);
      case LEFT_ALONE -> neighbours.remove(address);
      case ASKED, POLLED -> {
        if (n.requests < Arp.TRIES) {
          ask(address, n);
        } else if (n.state == State.POLLED) {
          neighbours.remove(address);
        } else {
          dropped += n.waiting.size();
          n.waiting.clear();
          n.state = State.LEFT_ALONE;
          n.deadline = now + Arp.HOLD_DOWN;
        }
      }
    }
  }

  private void poll(int address, Neighbour n) {
    n.state = State.POLLED;
    n.requests = 0;
    ask(address, n);
  }

  private void ask(int address, Neighbour n) {
    n.requests++;
    n.deadline = now + Arp.RETRY;
    sent.add(request(address, n.state == State.POLLED ? n.mac : 0xffff_ffff_ffffL));
  }

  /**
   * When there are too many, the one that was not heard of for longest makes room, of those that
   * are known, or not, as the new one if there are such.
   */
  private Neighbour enter(int address, boolean known) {
    if (neighbours.size() == Arp.CAPACITY) {
      int oldest =
          neighbours.entrySet().stream()
              .min(
                  Comparator.<Map.Entry<Integer, Neighbour>, Boolean>comparing(
                          e -> e.getValue().isKnown() != known)
                      .thenComparingLong(e -> e.getValue().since))
              .orElseThrow()
              .getKey();
      dropped += neighbours.remove(oldest).waiting.size();
    }
    Neighbour n = new Neighbour(now);
    neighbours.put(address, n);
    return n;
  }
}
