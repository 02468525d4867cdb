package netmp.socket;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import netmp.action.StackProbe;
import netmp.probe.Probes;

/**
 * so_state: a word of flags that users and the owner both write. A flag is set and cleared in one
 * atomic step on the word, so that nobody's flag is lost (defect D25). The protocol is {@code
 * specs/sostate}.
 *
 * <p>Memory consistency: what a thread did before it set a flag happens before another finds it
 * set.
 */
class StateWord {

  /** The socket is connected. The owner's. */
  static final int SS_ISCONNECTED = 1;

  /** The socket is being connected. The owner's. */
  static final int SS_ISCONNECTING = 2;

  /** The connection has ended. The owner's. */
  static final int SS_ISDISCONNECTED = 4;

  /** No user has the socket any more. A user's. */
  static final int SS_NOFDREF = 8;

  private static final AtomicIntegerFieldUpdater<StateWord> WORD =
      AtomicIntegerFieldUpdater.newUpdater(StateWord.class, "word");

  volatile int word;
  final Probes probes;
  final int traced;

  StateWord(Probes probes) {
    this.probes = probes;
    traced = probes.newObject("so_state");
  }

  /** Sets flags and clears others, in one step. Any thread. */
  void change(int set, int clear) {
    WORD.getAndUpdate(this, flags -> (flags | set) & ~clear);
    Probes.hit(probes, StackProbe.CHANGE_STATE, traced, set, clear);
  }

  /** Whether all of these flags are set. Any thread. */
  final boolean has(int flags) {
    return (word & flags) == flags;
  }

  /** The flags. Any thread. */
  final int load() {
    int flags = word;
    Probes.hit(probes, StackProbe.LOAD_STATE, traced, flags);
    return flags;
  }
}
