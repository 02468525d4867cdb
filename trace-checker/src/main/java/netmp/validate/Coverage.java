package netmp.validate;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import netmp.tlc.SpecState;

/**
 * How much of the specifications traces have taken: actions, and states that differ. One thread at
 * a time. Memory grows with the states, eight bytes and a set's entry for each.
 */
public final class Coverage implements StateObserver {

  private static final int VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /**
   * What was taken of one specification.
   *
   * @param spec its name
   * @param actions each of its actions, in its order, and how often it was taken
   * @param states distinct states that objects may have been in after a step
   */
  public record OfSpec(String spec, SequencedMap<String, Long> actions, int states) {

    /**
     * Steps that were taken.
     *
     * @return the sum over all actions
     */
    public long steps() {
      return actions.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The actions that were taken.
     *
     * @return their names
     */
    public List<String> taken() {
      return actions.keySet().stream().filter(name -> actions.get(name) > 0).toList();
    }

    /**
     * The actions that were never taken.
     *
     * @return their names
     */
    public List<String> neverTaken() {
      return actions.keySet().stream().filter(name -> actions.get(name) == 0).toList();
    }
  }

  /** The file. Fingerprints of states are TLC's, which are the same in every run. */
  private record Stored(int coverage, SequencedMap<String, Entry> specifications) {}

  private record Entry(SequencedMap<String, Long> actions, Set<Long> states) {}

  private final Catalogue catalogue;
  private final Map<String, Entry> entries = new HashMap<>();

  /**
   * Nothing was taken yet.
   *
   * @param catalogue the specifications
   */
  public Coverage(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void after(TraceEvent event, ObjectSpec spec, List<SpecState> states) {
    Entry entry = entries.computeIfAbsent(spec.name(), name -> nothingOf(spec));
    entry.actions.merge(event.action(), 1L, Long::sum);
    states.forEach(state -> entry.states.add(state.rebasedFingerprint()));
  }

  private Entry nothingOf(ObjectSpec spec) {
    SequencedMap<String, Long> actions = new LinkedHashMap<>();
    catalogue.actions(spec).keySet().forEach(name -> actions.put(name, 0L));
    return new Entry(actions, new HashSet<>());
  }

  /**
   * The specifications of which something was taken.
   *
   * @return in the order of the catalogue
   */
  public List<OfSpec> visited() {
    return catalogue.specs().stream()
        .map(ObjectSpec::name)
        .filter(entries::containsKey)
        .map(name -> new OfSpec(name, entries.get(name).actions, entries.get(name).states.size()))
        .toList();
  }

  /**
   * The specifications of which nothing was taken: there was no step on an object of their kinds.
   *
   * @return names in the order of the catalogue
   */
  public List<String> unvisited() {
    return catalogue.specs().stream()
        .map(ObjectSpec::name)
        .filter(name -> !entries.containsKey(name))
        .toList();
  }

  /**
   * Adds what earlier runs have taken.
   *
   * @param file as {@link #write} wrote it
   * @throws IOException if it cannot be read, is not such a file, or is about other specifications
   *     than those of the catalogue; says what and where
   */
  public void add(Path file) throws IOException {
    Stored stored = read(file);
    for (Map.Entry<String, Entry> each : stored.specifications.entrySet()) {
      Entry entry = entries.computeIfAbsent(each.getKey(), name -> nothingOf(name));
      if (entry == null || !entry.actions.keySet().equals(each.getValue().actions.keySet())) {
        throw new IOException(
            "%s: %s has other actions now, or is gone; begin a new file"
                .formatted(file, each.getKey()));
      }
      each.getValue().actions.forEach((name, count) -> entry.actions.merge(name, count, Long::sum));
      entry.states.addAll(each.getValue().states);
    }
  }

  /** Null if there is no such specification. */
  private Entry nothingOf(String name) {
    return catalogue.specs().stream()
        .filter(spec -> spec.name().equals(name))
        .findAny()
        .map(this::nothingOf)
        .orElse(null);
  }

  private static Stored read(Path file) throws IOException {
    try {
      Stored stored = JSON.readValue(Files.readString(file), Stored.class);
      if (stored.coverage != VERSION) {
        throw new IOException(
            "%s: coverage of version %d; this netmp reads version %d"
                .formatted(file, stored.coverage, VERSION));
      }
      return stored;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String line = at == null ? "" : ": line " + at.getLineNr();
      throw new IOException(file + line + ": not a coverage file: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Writes what was taken.
   *
   * @param file replaced if it is there
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    SequencedMap<String, Entry> all = new LinkedHashMap<>();
    for (OfSpec each : visited()) {
      all.put(each.spec(), entries.get(each.spec()));
    }
    Files.writeString(file, JSON.writeValueAsString(new Stored(VERSION, all)));
  }
}
