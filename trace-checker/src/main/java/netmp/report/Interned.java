package netmp.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Strings, each kept once, numbered as they come. */
final class Interned {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> all = new ArrayList<>();

  /** The number of a string; a new one gets the next. */
  int number(String text) {
    Integer known = numbers.putIfAbsent(text, all.size());
    if (known != null) {
      return known;
    }
    all.add(text);
    return all.size() - 1;
  }

  /** The strings by number. */
  List<String> all() {
    return all;
  }
}
