package netmp.tlc;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A value of TLA+, to look into. Immutable, for any thread.
 *
 * <p>TLA+ has one kind of function: a tuple is one on 1..n, a record one on strings. Values that
 * are equal in TLA+ are equal here, if sets and functions come from {@link #setOf} and {@link
 * #functionOf}.
 */
public sealed interface SpecValue {

  /** Numbers by their size, in front of all else, which is in the order of its text. */
  Comparator<SpecValue> ORDER =
      Comparator.comparing(
              SpecValue::number, Comparator.nullsLast(Comparator.<BigInteger>naturalOrder()))
          .thenComparing(SpecValue::toString);

  /**
   * TRUE or FALSE.
   *
   * @param value which
   */
  record Truth(boolean value) implements SpecValue {}

  /**
   * An integer.
   *
   * @param value of any size, though TLC has 32 bits
   */
  record Int(BigInteger value) implements SpecValue {}

  /**
   * A string.
   *
   * @param text without quotes
   */
  record Text(String text) implements SpecValue {}

  /**
   * A model value of the cfg file.
   *
   * @param name as in the cfg file
   */
  record Model(String name) implements SpecValue {}

  /**
   * A tuple or sequence, which are one.
   *
   * @param elements in their order
   */
  record Tuple(List<SpecValue> elements) implements SpecValue {

    /** Copies the list. */
    public Tuple {
      elements = List.copyOf(elements);
    }
  }

  /**
   * A finite set.
   *
   * @param elements each once, in the order of {@link #ORDER}
   */
  record Elements(List<SpecValue> elements) implements SpecValue {

    /** Copies the list. */
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  /**
   * A record: a function on strings.
   *
   * @param fields by name, at least one
   */
  record Fields(SequencedMap<String, SpecValue> fields) implements SpecValue {

    /** Copies the map. */
    public Fields {
      fields = Collections.unmodifiableSequencedMap(new TreeMap<>(fields));
    }
  }

  /**
   * A function that is neither tuple nor record.
   *
   * @param entries its graph, in the order of the arguments
   */
  record Function(List<Entry> entries) implements SpecValue {

    /** Copies the list. */
    public Function {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A value that cannot be listed, such as Nat.
   *
   * @param text as TLC prints it
   */
  record Unlisted(String text) implements SpecValue {}

  /**
   * A point of a function.
   *
   * @param argument from its domain
   * @param result its value there
   */
  record Entry(SpecValue argument, SpecValue result) {}

  /**
   * An integer.
   *
   * @param value which
   * @return the value
   */
  static SpecValue of(long value) {
    return new Int(BigInteger.valueOf(value));
  }

  /**
   * A finite set.
   *
   * @param elements in any order, any number of times
   * @return the set
   */
  static SpecValue setOf(Collection<SpecValue> elements) {
    return new Elements(elements.stream().distinct().sorted(ORDER).toList());
  }

  /**
   * A function, as the tuple or record that it may be.
   *
   * @param graph in any order, each argument once
   * @return the function
   */
  static SpecValue functionOf(Collection<Entry> graph) {
    List<Entry> entries =
        graph.stream().sorted(Comparator.comparing(Entry::argument, ORDER)).toList();
    if (isSequence(entries)) {
      return new Tuple(entries.stream().map(Entry::result).toList());
    }
    SequencedMap<String, SpecValue> fields = new TreeMap<>();
    for (Entry entry : entries) {
      if (!(entry.argument instanceof Text(String name))) {
        return new Function(entries);
      }
      fields.put(name, entry.result);
    }
    return new Fields(fields);
  }

  private static boolean isSequence(List<Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (!entries.get(i).argument.equals(of(i + 1L))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The value with strings in the place of model values. Other tools write them so.
   *
   * @return a value without model values
   */
  default SpecValue withoutModelValues() {
    return switch (this) {
      case Model(String name) -> new Text(name);
      case Tuple(List<SpecValue> elements) -> new Tuple(withoutModelValues(elements));
      case Elements(List<SpecValue> elements) -> setOf(withoutModelValues(elements));
      case Fields(SequencedMap<String, SpecValue> fields) -> withoutModelValues(fields);
      case Function(List<Entry> entries) ->
          functionOf(
              entries.stream()
                  .map(
                      e ->
                          new Entry(e.argument.withoutModelValues(), e.result.withoutModelValues()))
                  .toList());
      case Truth _, Int _, Text _, Unlisted _ -> this;
    };
  }

  private static List<SpecValue> withoutModelValues(List<SpecValue> values) {
    return values.stream().map(SpecValue::withoutModelValues).toList();
  }

  private static SpecValue withoutModelValues(Map<String, SpecValue> fields) {
    List<Entry> entries = new ArrayList<>();
    fields.forEach(
        (name, value) -> entries.add(new Entry(new Text(name), value.withoutModelValues())));
    return functionOf(entries);
  }

  private BigInteger number() {
    return this instanceof Int(BigInteger value) ? value : null;
  }
}
