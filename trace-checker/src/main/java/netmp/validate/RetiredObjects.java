package netmp.validate;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Objects that have come to their end: one bit for each whose name ends with a number that is not
 * large, as those of probes do; the whole name of others. Several threads at a time.
 */
final class RetiredObjects {

  /** Beyond, a number is no count of objects. */
  private static final int MAX_NUMBER = 1 << 26;

  private static final int MAX_DIGITS = 8;

  /** What stands before the number, to the numbers. */
  private final Map<String, BitSet> numbers = new HashMap<>();

  private final Set<String> others = new HashSet<>();

  synchronized void add(String object) {
    int number = number(object);
    if (number < 0) {
      others.add(object);
    } else {
      numbers.computeIfAbsent(prefix(object), p -> new BitSet()).set(number);
    }
  }

  synchronized boolean has(String object) {
    int number = number(object);
    if (number < 0) {
      return others.contains(object);
    }
    BitSet all = numbers.get(prefix(object));
    return all != null && all.get(number);
  }

  private static String prefix(String object) {
    return object.substring(0, object.lastIndexOf('/'));
  }

  /** The number of an object; -1 if it has none, or writes it in an odd way. */
  private static int number(String object) {
    int begin = object.lastIndexOf('/') + 1;
    int length = object.length() - begin;
    if (length == 0 || length > MAX_DIGITS || (object.charAt(begin) == '0' && length > 1)) {
      return -1;
    }
    int number = 0;
    for (int i = begin; i < object.length(); i++) {
      int digit = object.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number < MAX_NUMBER ? number : -1;
  }
}
