package netmp.arbitrary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames that belong together.
 *
 * @param frames in the order in which they are sent, by whichever side
 */
public record Conversation(List<TimedFrame> frames) {

  /** Copies the list. */
  public Conversation {
    frames = List.copyOf(frames);
  }

  /** Before the n-th frame is the n-th gap, and the gaps begin again when they are used up. */
  static Conversation of(List<Ethernet> frames, List<Duration> gaps) {
    List<TimedFrame> timed = new ArrayList<>();
    for (Ethernet frame : frames) {
      timed.add(new TimedFrame(gaps.get(timed.size() % gaps.size()), frame));
    }
    return new Conversation(timed);
  }

  /** With one frame mutated; it must be a valid one. */
  Conversation mutated(int index, int choice) {
    List<TimedFrame> copy = new ArrayList<>(frames);
    TimedFrame old = copy.get(index);
    if (old.frame() instanceof Ethernet frame) {
      copy.set(index, new TimedFrame(old.gap(), Mutations.choose(frame, List.of(choice))));
    }
    return new Conversation(copy);
  }
}
