package netmp.tap;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Reads or writes of a descriptor that does not block, many in one call of the kernel
 * (io_uring(7)): a call costs as much as the copy of several short frames. They are done in order,
 * within the call. Of the thread that makes it.
 *
 * <p>Each has a slot of native memory, which the kernel reads or writes within the call only.
 */
final class Batch {

  private static final byte READ = 22; // IORING_OP_READ
  private static final byte WRITE = 23; // IORING_OP_WRITE

  /**
   * Whoever makes it submits, and completions wait for that (IORING_SETUP_SINGLE_ISSUER and
   * _DEFER_TASKRUN). A kernel that does not know these (before 6.1) may hand reads and writes to
   * threads of its own, in any order: there is no batch then.
   */
  private static final int SETUP = 1 << 12 | 1 << 13;

  /** Both queues are in one piece of memory (IORING_FEAT_SINGLE_MMAP). */
  private static final int SINGLE_MMAP = 1;

  private static final long SUBMISSIONS = 0x1000_0000L; // IORING_OFF_SQES

  /** Bytes of a struct io_uring_params, and where it has what. */
  private static final int PARAMS = 120;

  private static final int SQ_ENTRIES = 0;
  private static final int CQ_ENTRIES = 4;
  private static final int FLAGS = 8;
  private static final int FEATURES = 20;
  private static final int SQ_TAIL = 44;
  private static final int SQ_ARRAY = 64;
  private static final int CQ_HEAD = 80;
  private static final int CQ_TAIL = 84;
  private static final int CQ_CQES = 100;

  /** Bytes of a struct io_uring_sqe, and where it has what. */
  private static final int SQE = 64;

  private static final int SQE_FD = 4;
  private static final int SQE_ADDRESS = 16;
  private static final int SQE_LENGTH = 24;
  private static final int SQE_RW_FLAGS = 28;
  private static final int SQE_USER_DATA = 32;

  /** Without it a read of what is empty would wait, for a descriptor that does not block too. */
  private static final int RWF_NOWAIT = 8;

  /** Bytes of a struct io_uring_cqe, and where its result is. */
  private static final int CQE = 16;

  private static final int CQE_RESULT = 8;

  private static final VarHandle INTS = JAVA_INT.varHandle();

  private final Linux linux;
  private final int ring;
  private final int fd;
  private final int slotBytes;
  private final MemorySegment[] slots;
  private final int[] results;

  private final MemorySegment submissions;
  private final MemorySegment queues;
  private final int submissionMask;
  private final int completionMask;
  private final long submissionTail;
  private final long completionHead;
  private final long completionTail;
  private final long completions;

  /** Entries submitted so far; free-running. */
  private int tail;

  private int queued;

  private Batch(Arena arena, Linux linux, int fd, int slotBytes, int ring, MemorySegment params) {
    this.linux = linux;
    this.ring = ring;
    this.fd = fd;
    this.slotBytes = slotBytes;
    int size = params.get(JAVA_INT, SQ_ENTRIES);
    int most = params.get(JAVA_INT, CQ_ENTRIES);
    results = new int[size];
    slots = new MemorySegment[size];
    for (int i = 0; i < size; i++) {
      slots[i] = arena.allocate(slotBytes, Long.BYTES);
    }
    submissionMask = size - 1;
    completionMask = most - 1;
    submissionTail = params.get(JAVA_INT, SQ_TAIL);
    completionHead = params.get(JAVA_INT, CQ_HEAD);
    completionTail = params.get(JAVA_INT, CQ_TAIL);
    completions = params.get(JAVA_INT, CQ_CQES);
    int array = params.get(JAVA_INT, SQ_ARRAY);
    long bytes = Math.max(array + (long) size * Integer.BYTES, completions + (long) most * CQE);
    queues = linux.map(arena, ring, 0, bytes);
    submissions = linux.map(arena, ring, SUBMISSIONS, (long) size * SQE);
    for (int i = 0; i < size; i++) { // what else an entry has stays zero
      queues.set(JAVA_INT, array + (long) i * Integer.BYTES, i);
    }
  }

  /**
   * Opens one, which lasts as long as the arena.
   *
   * @param arena of the descriptor's memory
   * @param linux of this thread
   * @param fd the descriptor
   * @param size how many at a time, a power of two
   * @param slotBytes most bytes of each
   * @return null if this kernel has none, or not for this user
   */
  static Batch open(Arena arena, Linux linux, int fd, int size, int slotBytes) {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment params = temporary.allocate(PARAMS, Long.BYTES);
      params.set(JAVA_INT, FLAGS, SETUP);
      int ring = linux.ioUringSetup(size, params);
      if (ring < 0) {
        return null;
      }
      linux.closeWith(arena, ring);
      if ((params.get(JAVA_INT, FEATURES) & SINGLE_MMAP) == 0) {
        return null;
      }
      Batch batch = new Batch(arena, linux, fd, slotBytes, ring, params);
      return batch.isOfUse() ? batch : null;
    }
  }

  /** Whether the descriptor can be told not to wait: a read of no bytes, which takes nothing. */
  private boolean isOfUse() {
    queue(READ, 0);
    submit();
    return result(0) == 0;
  }

  /** How many there can be at a time. */
  int size() {
    return results.length;
  }

  /** How many are queued and not submitted. */
  int queued() {
    return queued;
  }

  /**
   * The memory of one of those queued or submitted last, or of the next to be queued.
   *
   * @param place 0..size-1
   */
  MemorySegment slot(int place) {
    return slots[place];
  }

  /** Queues a read into the next slot. */
  void read() {
    queue(READ, slotBytes);
  }

  /** Queues a write of the next slot's first bytes. */
  void write(int bytes) {
    queue(WRITE, bytes);
  }

  private void queue(byte operation, int bytes) {
    long entry = (long) (tail + queued & submissionMask) * SQE;
    submissions.set(JAVA_BYTE, entry, operation);
    submissions.set(JAVA_INT, entry + SQE_FD, fd);
    submissions.set(JAVA_LONG, entry + SQE_ADDRESS, slots[queued].address());
    submissions.set(JAVA_INT, entry + SQE_LENGTH, bytes);
    submissions.set(JAVA_INT, entry + SQE_RW_FLAGS, RWF_NOWAIT);
    submissions.set(JAVA_LONG, entry + SQE_USER_DATA, queued);
    queued++;
  }

  /**
   * Has the kernel do what is queued.
   *
   * @return how many there were, for {@link #result}
   */
  int submit() {
    int count = queued;
    queued = 0;
    tail += count;
    INTS.setRelease(queues, submissionTail, tail);
    int submitted = 0;
    int done = 0;
    while (done < count) {
      int entered = linux.ioUringEnter(ring, count - submitted, count - done);
      submitted += Math.max(0, entered);
      done += take();
      if (entered < 0 && entered != -Linux.EINTR && entered != -Linux.EAGAIN) {
        throw new IllegalStateException("io_uring_enter: errno " + -entered);
      }
    }
    return count;
  }

  /** Takes the results that have come; how many. */
  private int take() {
    int head = queues.get(JAVA_INT, completionHead);
    int end = (int) INTS.getAcquire(queues, completionTail);
    int count = end - head;
    for (; head != end; head++) {
      long entry = completions + (long) (head & completionMask) * CQE;
      results[(int) queues.get(JAVA_LONG, entry)] = queues.get(JAVA_INT, entry + CQE_RESULT);
    }
    INTS.setRelease(queues, completionHead, head);
    return count;
  }

  /**
   * What the last submission did.
   *
   * @param place in the order of queueing, from 0
   * @return bytes, or a negative errno
   */
  int result(int place) {
    return results[place];
  }
}
