package netmp.link;

/** CoDel as in section 5 of RFC 8289, with marks where a packet can carry one. */
final class CoDelQueue extends FrameQueue {

  /** Soon after the last drops the old rate is taken up again: so many intervals. */
  private static final int SOON = 16;

  private final long target;
  private final long interval;
  private final boolean ecn;

  /** While no more than this waits, waiting is the link's slowness, not a standing queue. */
  private final int maxPacket;

  /** When frames will have waited for too long during an interval; 0 while they do not. */
  private long firstAboveTime;

  /** Whether the frame that was taken last may be dropped. */
  private boolean okToDrop;

  private boolean dropping;
  private long dropNext;
  private int count;
  private int lastCount;

  CoDelQueue(Queueing.CoDel codel, int maxPacket, LinkCounters counters) {
    super(counters, codel.frames(), Long.MAX_VALUE);
    this.maxPacket = maxPacket;
    target = codel.target().toNanos();
    interval = codel.interval().toNanos();
    ecn = codel.ecn();
  }

  @Override
  Frame poll(long now) {
    Frame next = take(now);
    if (dropping) {
      return keepDropping(next, now);
    }
    return okToDrop ? beginDropping(next, now) : next;
  }

  private Frame keepDropping(Frame first, long now) {
    Frame next = first;
    dropping = okToDrop;
    while (dropping && now >= dropNext) {
      count++;
      if (marks(next)) {
        dropNext = controlLaw(dropNext);
        return next;
      }
      counters.count(LinkCounter.CODEL);
      next = take(now);
      dropping = okToDrop;
      dropNext = okToDrop ? controlLaw(dropNext) : dropNext;
    }
    return next;
  }

  private Frame beginDropping(Frame first, long now) {
    Frame next = first;
    if (!marks(first)) {
      counters.count(LinkCounter.CODEL);
      next = take(now);
    }
    dropping = true;
    int more = count - lastCount;
    count = more > 1 && now - dropNext < SOON * interval ? more : 1;
    dropNext = controlLaw(now);
    lastCount = count;
    return next;
  }

  private long controlLaw(long time) {
    return time + (long) (interval / Math.sqrt(count));
  }

  private Frame take(long now) {
    Frame next = super.poll(now);
    okToDrop = false;
    if (next == null || now - next.queued < target || bytes() <= maxPacket) {
      firstAboveTime = 0;
    } else if (firstAboveTime == 0) {
      firstAboveTime = now + interval;
    } else {
      okToDrop = now >= firstAboveTime;
    }
    return next;
  }

  private boolean marks(Frame frame) {
    boolean marked = ecn && Ecn.mark(frame.bytes);
    if (marked) {
      counters.count(LinkCounter.MARKED);
    }
    return marked;
  }
}
