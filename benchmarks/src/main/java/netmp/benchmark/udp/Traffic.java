package netmp.benchmark.udp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What is sent to which sockets. */
enum Traffic {
  /** One socket, which one user reads; two flows come in on each CPU. */
  ONE_SOCKET("one socket, one reader") {
    @Override
    List<Way> ways(int cpus) {
      return spread(1, cpus, 2 * cpus);
    }
  },
  /** As many sockets as CPUs, each with a user who reads, and with four flows. */
  SOCKET_PER_CPU("one socket per CPU, each with a reader") {
    @Override
    List<Way> ways(int cpus) {
      return spread(cpus, cpus, 4);
    }
  },
  /** Twice as many sockets as CPUs, each connected to its only peer, each with a user who reads. */
  CONNECTED("two connected sockets per CPU, each with a reader") {
    @Override
    List<Way> ways(int cpus) {
      return spread(2 * cpus, cpus, 1);
    }
  },
  /** One flow, whose socket is connected to its sender and disconnected, again and again. */
  MOVING("one socket that connects and disconnects all the time") {
    @Override
    List<Way> ways(int cpus) {
      return List.of(new Way(0, cpus - 1));
    }
  },
  /** One socket gets twice as much as its user can read, all flows the same. */
  FLOOD("one socket, twice of what its reader can read") {
    @Override
    List<Way> ways(int cpus) {
      return spread(1, cpus, 2 * cpus);
    }
  },
  /** The same, but one flow sends as much as all others together. */
  LOUD("the same, half of it from one sender") {
    @Override
    List<Way> ways(int cpus) {
      return spread(1, cpus, 2 * cpus);
    }
  };

  /** For the page. */
  final String text;

  /**
   * Where a flow goes.
   *
   * @param socket to which socket
   * @param cpu on which CPU it comes in
   */
  record Way(int socket, int cpu) {}

  Traffic(String text) {
    this.text = text;
  }

  /** Whether frames come whatever is received, else a flow has a window of them on their way. */
  final boolean floods() {
    return this == FLOOD || this == LOUD;
  }

  /** How many frames a flow sends each time that another sends one; the first flow may be loud. */
  final int frames(int flow, int flows) {
    return this == LOUD && flow == 0 ? flows - 1 : 1;
  }

  /** All flows; each CPU has as many as any other. */
  abstract List<Way> ways(int cpus);

  /** How many sockets there are. */
  final int sockets(int cpus) {
    return 1 + ways(cpus).stream().mapToInt(Way::socket).max().orElseThrow();
  }

  /** The j-th flows of all sockets go to CPUs that are turned by the same number, by chance. */
  private static List<Way> spread(int sockets, int cpus, int each) {
    SplittableRandom random = new SplittableRandom(cpus);
    List<Way> ways = new ArrayList<>();
    for (int j = 0; j < each; j++) {
      int turn = sockets == 1 ? j : random.nextInt(cpus);
      for (int socket = 0; socket < sockets; socket++) {
        ways.add(new Way(socket, (socket + turn) % cpus));
      }
    }
    return ways;
  }
}
