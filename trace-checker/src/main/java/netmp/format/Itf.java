package netmp.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import netmp.tlc.SpecValue;

/**
 * A sequence of states in the Informal Trace Format, ADR-015 of Apalache.
 *
 * @param source where the states come from, for people
 * @param variables the variables, in the order in which they are written
 * @param states the states, the first one first
 * @param loop the state, from 0, to which the last one returns; empty if the sequence just ends
 */
public record Itf(String source, List<String> variables, List<State> states, OptionalInt loop) {

  /**
   * A state.
   *
   * @param values variable to value
   * @param notes what else is to be told of it, for people
   * @param line where it begins in its file, from 1; 0 if it was not read
   */
  public record State(
      SequencedMap<String, SpecValue> values, SequencedMap<String, String> notes, long line) {

    /** Copies the maps. */
    public State {
      values = copy(values);
      notes = copy(notes);
    }

    private static <T> SequencedMap<String, T> copy(Map<String, T> map) {
      return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }
  }

  /** Copies the lists. */
  public Itf {
    variables = List.copyOf(variables);
    states = List.copyOf(states);
  }
}
