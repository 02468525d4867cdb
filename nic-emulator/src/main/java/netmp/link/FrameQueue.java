package netmp.link;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * The frames that wait in one direction of a link, first come first served; tail drop as it is. For
 * the scheduler's thread.
 */
class FrameQueue {

  final LinkCounters counters;
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private final int maxFrames;
  private final long maxBytes;
  private long bytes;

  FrameQueue(LinkCounters counters, int maxFrames, long maxBytes) {
    this.counters = counters;
    this.maxFrames = maxFrames;
    this.maxBytes = maxBytes;
  }

  static FrameQueue of(LinkSettings settings, LinkCounters counters, RandomGenerator random) {
    return switch (settings.queueing()) {
      case Queueing.TailDrop(int frames, long bytes) -> new FrameQueue(counters, frames, bytes);
      case Queueing.Red red -> {
        double fullFrame = LinkSettings.bitTimes(settings.longestFrame());
        yield new RedQueue(red, fullFrame / settings.bandwidth(), counters, random);
      }
      case Queueing.CoDel codel -> new CoDelQueue(codel, settings.longestFrame(), counters);
    };
  }

  /** Takes a frame in, or drops it. */
  void offer(Frame frame, long now) {
    frame.queued = now;
    add(frame);
  }

  /** Takes in what waits in a queue that nobody uses any more, and drops what has no room. */
  final void takeOver(FrameQueue other) {
    other.frames.forEach(this::add);
  }

  private void add(Frame frame) {
    if (frames.size() == maxFrames || bytes + frame.length() > maxBytes) {
      counters.count(LinkCounter.QUEUE_FULL);
    } else {
      frames.add(frame);
      bytes += frame.length();
    }
  }

  /** Brings the next frame to be sent; null if none waits. */
  Frame poll(long now) {
    Frame next = frames.poll();
    bytes -= next == null ? 0 : next.length();
    return next;
  }

  final int size() {
    return frames.size();
  }

  final long bytes() {
    return bytes;
  }
}
