package netmp.socket;

/**
 * The knotes of a buffer (BSD's sb_sel.si_note). The thread that owns the socket only. Costs one
 * test of a field while nobody watches.
 */
final class KnoteList {

  private Knote first;

  boolean isEmpty() {
    return first == null;
  }

  /** After each change that can make a condition true. */
  void activate() {
    for (Knote knote = first; knote != null; knote = knote.nextLinked) {
      knote.queue.activate(knote);
    }
  }

  /**
   * Links a knote, and evaluates it then: nothing that held before is missed (defect D53). False if
   * there is one of the same queue and filter.
   */
  boolean attach(Knote knote) {
    if (contains(knote.queue, knote.filter)) {
      return false;
    }
    knote.nextLinked = first;
    first = knote;
    knote.queue.attached(knote);
    if (knote.holds()) {
      knote.queue.activate(knote);
    }
    return true;
  }

  private boolean contains(EventQueue queue, Filter filter) {
    Knote knote = first;
    while (knote != null && (!knote.queue.equals(queue) || knote.filter != filter)) {
      knote = knote.nextLinked;
    }
    return knote != null;
  }

  /** Unlinks the knotes of a queue and puts them in front of those given. */
  Knote detach(EventQueue queue, Knote before) {
    Knote detached = before;
    Knote kept = null;
    for (Knote knote = first; knote != null; ) {
      Knote next = knote.nextLinked;
      if (knote.queue.equals(queue)) {
        queue.detached(knote);
        knote.nextLinked = detached;
        detached = knote;
      } else {
        knote.nextLinked = kept;
        kept = knote;
      }
      knote = next;
    }
    first = kept;
    return detached;
  }

  /** The socket is closed: every knote is activated a last time. */
  void close() {
    for (Knote knote = first; knote != null; ) {
      Knote next = knote.nextLinked;
      knote.nextLinked = null;
      knote.queue.close(knote);
      knote = next;
    }
    first = null;
  }
}
