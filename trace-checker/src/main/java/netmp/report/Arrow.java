package netmp.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import netmp.validate.TraceEvent;

/**
 * Something went from one step to a later one of another thread: a message, a reply, a packet, a
 * wakeup.
 *
 * @param from index of the step that sends
 * @param to index of the step that receives
 */
record Arrow(int from, int to) {

  /** An action that sends, the action that receives, and whether the first argument says what. */
  private record Pair(String sends, String receives, boolean named) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("Put", "Get", true),
          new Pair("Wake", "CancelWait", false),
          new Pair("SendPredicate", "Evaluate", true),
          new Pair("Reply", "Resume", true));

  private static final Set<String> APPENDS = Set.of("AppendReuse", "AppendLink");

  /** What is on its way: an object, what was sent, and its name. */
  private record Key(String object, String sends, int name) {}

  /** The arrows of a trace, by their ends. Ends without a beginning, and the reverse, are left. */
  static List<Arrow> of(List<TraceEvent> events) {
    Map<Key, Deque<Integer>> sent = new HashMap<>();
    List<Arrow> arrows = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      TraceEvent event = events.get(i);
      receive(event, i, events, sent, arrows);
      send(event, i, sent);
    }
    arrows.sort(Comparator.comparingInt(Arrow::to));
    return arrows;
  }

  private static void send(TraceEvent event, int index, Map<Key, Deque<Integer>> sent) {
    for (Pair pair : PAIRS) {
      boolean wakesNobody = pair.sends.equals("Wake") && event.arguments().equals(List.of(0));
      if (pair.sends.equals(event.action()) && !wakesNobody) {
        put(sent, new Key(event.object(), pair.sends, name(pair, event)), index);
      }
    }
    if (APPENDS.contains(event.action())) {
      put(sent, new Key(event.object(), "Append", event.arguments().getFirst()), index);
    }
  }

  private static void receive(
      TraceEvent event,
      int index,
      List<TraceEvent> events,
      Map<Key, Deque<Integer>> sent,
      List<Arrow> arrows) {
    for (Pair pair : PAIRS) {
      if (pair.receives.equals(event.action())) {
        take(new Key(event.object(), pair.sends, name(pair, event)), index, events, sent, arrows);
      }
    }
    if (event.action().equals("HeadLoad")) {
      Key packet = new Key(event.object(), "Append", event.arguments().getFirst());
      take(packet, index, events, sent, arrows);
    }
  }

  private static int name(Pair pair, TraceEvent event) {
    return pair.named && !event.arguments().isEmpty() ? event.arguments().getFirst() : 0;
  }

  private static void put(Map<Key, Deque<Integer>> sent, Key key, int index) {
    sent.computeIfAbsent(key, k -> new ArrayDeque<>()).add(index);
  }

  private static void take(
      Key key,
      int index,
      List<TraceEvent> events,
      Map<Key, Deque<Integer>> sent,
      List<Arrow> arrows) {
    Deque<Integer> waiting = sent.getOrDefault(key, new ArrayDeque<>());
    Integer from = waiting.poll();
    if (from != null && !events.get(from).thread().equals(events.get(index).thread())) {
      arrows.add(new Arrow(from, index));
    }
  }
}
