package netmp.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects that are left alone, for the time being or for good: one number for each whose name ends
 * with a number that is not large, as those of probes do; the whole name of others, too. Objects
 * that rest in the same way share what is known of them. One thread at a time.
 */
final class RestingObjects {

  /** Beyond, a number is no count of objects. */
  private static final int MAX_NUMBER = 1 << 26;

  private static final int MAX_DIGITS = 8;

  private static final int PAGE = 1 << 6;

  /** In place of a rest's number: the object does not rest. */
  private static final int NONE = 0;

  /** A page on which no object rests. */
  private static final int[] NOBODY = new int[PAGE];

  /** What stands before the number, to the rests by number, in pages. */
  private final Map<String, Map<Integer, int[]>> numbered = new HashMap<>();

  private final Map<String, Integer> others = new HashMap<>();

  /** By number, from 1; null where the number is free. */
  private final List<Rest> rests = new ArrayList<>();

  /** By number, from 1: how many objects rest in that way. */
  private final List<Integer> users = new ArrayList<>();

  private final Deque<Integer> free = new ArrayDeque<>();

  private final Map<Rest, Integer> numbers = new HashMap<>();

  private int count;

  /**
   * Where an object stands.
   *
   * @param kind of the object
   * @param ways by specification of the kind, the ways in which it may have come where it is
   */
  record Rest(String kind, List<List<Configuration>> ways) {

    /** Of an object that has come to its end. */
    static final Rest END = new Rest("", List.of());
  }

  /** An object that does not rest comes to rest. */
  void add(String object, Rest rest) {
    count++;
    int number = numbers.computeIfAbsent(rest, this::number);
    users.set(number - 1, users.get(number - 1) + 1);
    set(object, number);
  }

  private int number(Rest rest) {
    if (free.isEmpty()) {
      rests.add(rest);
      users.add(0);
      return rests.size();
    }
    rests.set(free.peek() - 1, rest);
    return free.pop();
  }

  /** How an object rests; null if it does not. */
  Rest get(String object) {
    int rest = restOf(object);
    return rest == NONE ? null : rests.get(rest - 1);
  }

  private int restOf(String object) {
    int number = number(object);
    return number < 0
        ? others.getOrDefault(object, NONE)
        : page(prefix(object), number)[number % PAGE];
  }

  /**
   * An object that rests does so no longer. In what way it did is forgotten if nobody else does.
   */
  void remove(String object) {
    count--;
    int rest = restOf(object);
    set(object, NONE);
    int left = users.get(rest - 1) - 1;
    users.set(rest - 1, left);
    if (left == 0) {
      numbers.remove(rests.set(rest - 1, null));
      free.push(rest);
    }
  }

  /** For tests: in how many ways objects rest. */
  int ways() {
    return numbers.size();
  }

  /** How many there are. */
  int count() {
    return count;
  }

  private void set(String object, int rest) {
    int number = number(object);
    if (number >= 0) {
      numbered.computeIfAbsent(prefix(object), p -> new HashMap<>())
              .computeIfAbsent(number / PAGE, p -> new int[PAGE])[number % PAGE] =
          rest;
    } else if (rest == NONE) {
      others.remove(object);
    } else {
      others.put(object, rest);
    }
  }

  private int[] page(String prefix, int number) {
    return numbered.getOrDefault(prefix, Map.of()).getOrDefault(number / PAGE, NOBODY);
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
