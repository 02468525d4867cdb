package netmp.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import netmp.tlc.FalseConjunct;
import netmp.tlc.SpecState;
import netmp.tlc.Stepper;

/**
 * Remembers where steps lead. Traces of one workload take the same steps from the same states over
 * and over, and to look one up is far cheaper than to have TLC evaluate it: an automaton that is
 * built as far as it is used. Bounded: when it is full, everything is forgotten. One thread at a
 * time.
 */
final class MemoStepper implements Stepper {

  /** A state and its steps are about 600 bytes; a run has a stepper for each of some 30 specs. */
  private static final int MAX_STATES = 1 << 15;

  private static final int MAX_ARGUMENTS = 2;
  private static final int ARGUMENT_BITS = 26;
  private static final int ARGUMENT_MASK = (1 << ARGUMENT_BITS) - 1;
  private static final int MAX_ARGUMENT = ARGUMENT_MASK >> 1;

  /**
   * Odd, so that no two keys become the same; their hashes do, if they differ in high bits only.
   */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Of a step that is not remembered. The numbers of actions begin with 1. */
  private static final long NO_KEY = 0;

  private final Stepper stepper;
  private final int maxStates;

  /** The actions, numbered as they come. */
  private final Map<String, Integer> numbers = new HashMap<>();

  private final Map<Long, Known> states = new HashMap<>();
  private List<SpecState> initial;

  /**
   * Where steps lead, by {@link #key}: a hash table with linear probing. There are many states with
   * few steps each, and to look one up must not cost more than a cache miss or two.
   */
  private abstract static class Steps {
    private static final int FEWEST = 4;

    private long[] keys = new long[FEWEST];
    private List<?>[] after = new List<?>[FEWEST];
    private int count;

    /** Null if it is not known. */
    @SuppressWarnings("unchecked") // put only such lists there
    List<SpecState> get(long key) {
      return (List<SpecState>) after[place(keys, key)];
    }

    void put(long key, List<SpecState> states) {
      if (2 * ++count > keys.length) {
        grow();
      }
      int place = place(keys, key);
      keys[place] = key;
      after[place] = states;
    }

    /** Where a key is, or would be. A table is never more than half full. */
    private static int place(long[] keys, long key) {
      int mask = keys.length - 1;
      int place = (int) (key >>> Integer.SIZE) & mask;
      while (keys[place] != key && keys[place] != NO_KEY) {
        place = (place + 1) & mask;
      }
      return place;
    }

    /** Holds on to no other state any more. */
    void forget() {
      keys = new long[FEWEST];
      after = new List<?>[FEWEST];
      count = 0;
    }

    private void grow() {
      long[] more = new long[2 * keys.length];
      List<?>[] moved = new List<?>[more.length];
      for (int i = 0; i < keys.length; i++) {
        if (keys[i] != NO_KEY) {
          int place = place(more, keys[i]);
          more[place] = keys[i];
          moved[place] = after[i];
        }
      }
      keys = more;
      after = moved;
    }
  }

  /** A state that was met, and the steps that were tried from it. */
  private static final class Known extends Steps implements SpecState {
    private final SpecState state;
    private final long fingerprint;

    Known(SpecState state) {
      this.state = state;
      fingerprint = state.fingerprint();
    }

    @Override
    public long fingerprint() {
      return fingerprint;
    }

    @Override
    public SequencedMap<String, String> values() {
      return state.values();
    }
  }

  /**
   * Remembers for a loaded stepper.
   *
   * @param stepper evaluates what is not remembered
   */
  MemoStepper(Stepper stepper) {
    this(stepper, MAX_STATES);
  }

  /**
   * Remembers for a loaded stepper.
   *
   * @param stepper evaluates what is not remembered
   * @param maxStates states after which everything is forgotten
   */
  MemoStepper(Stepper stepper, int maxStates) {
    this.stepper = stepper;
    this.maxStates = maxStates;
  }

  @Override
  public SequencedMap<String, Integer> actions() {
    return stepper.actions();
  }

  @Override
  public List<SpecState> initial() {
    if (initial == null) {
      initial = allKnown(stepper.initial());
    }
    return initial;
  }

  @Override
  public List<SpecState> successors(SpecState from, String action, List<Integer> arguments) {
    Known known = (Known) from;
    long key = key(action, arguments);
    List<SpecState> found = known.get(key);
    if (found == null) {
      found = allKnown(stepper.successors(known.state, action, arguments));
      if (key != NO_KEY) {
        known.put(key, found);
      }
    }
    return found;
  }

  /** A step as one number, as long as its parameters are few and small: those of ours are. */
  private long key(String action, List<Integer> arguments) {
    if (arguments.size() > MAX_ARGUMENTS) {
      return NO_KEY;
    }
    long key = numbers.computeIfAbsent(action, name -> numbers.size() + 1);
    for (int argument : arguments) {
      if (argument < -MAX_ARGUMENT || argument > MAX_ARGUMENT) {
        return NO_KEY;
      }
      key = (key << ARGUMENT_BITS) | (argument & ARGUMENT_MASK);
    }
    return key * SPREAD;
  }

  @Override
  public List<FalseConjunct> falseConjuncts(
      SpecState from, String action, List<Integer> arguments) {
    return stepper.falseConjuncts(((Known) from).state, action, arguments);
  }

  private List<SpecState> allKnown(List<SpecState> all) {
    return all.stream().map(this::known).toList();
  }

  private SpecState known(SpecState state) {
    if (states.size() >= maxStates) {
      forget();
    }
    return states.computeIfAbsent(state.fingerprint(), fingerprint -> new Known(state));
  }

  /** States lead to each other: while somebody is in one, all would be kept that it leads to. */
  private void forget() {
    states.values().forEach(Known::forget);
    states.clear();
    initial = null;
  }
}
