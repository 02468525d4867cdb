package netmp.tap;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import netmp.nic.OffloadWire;
import netmp.nic.Wire;
import netmp.offload.Joining;
import netmp.offload.TcpFrame;
import netmp.offload.TransportChecksum;

/**
 * A wire to the kernel of this machine: what is transmitted comes in at the kernel's interface of
 * the device's name, and what the kernel sends there reader threads hand to the receiver. The
 * interface goes when the device is closed, unless it was there before.
 *
 * <p>What a good network card does for a driver is done here between the NIC and the kernel, by the
 * header of virtio: segments of a connection that are sent together go to the kernel as one frame,
 * whose checksum nobody makes, and the kernel's long segments and missing checksums are cut and
 * made when they come.
 *
 * <p>Any thread may transmit, several at once.
 */
public final class TapDevice implements OffloadWire, AutoCloseable {

  /** The longest name of an interface, in bytes (IFNAMSIZ without the final zero). */
  public static final int MAX_NAME = 15;

  private static final String NODE = "/dev/net/tun";
  private static final long TUNSETIFF = 0x400454caL;
  private static final short IFF_TAP = 0x0002;
  private static final short IFF_NO_PI = 0x1000;
  private static final short IFF_VNET_HDR = 0x4000;
  private static final short IFF_MULTI_QUEUE = 0x0100;
  private static final long TUNSETOFFLOAD = 0x400454d0L;

  /** The kernel may leave checksums out, and segments of TCP uncut, also those with ECN. */
  private static final long OFFLOADS = 0x01 | 0x02 | 0x08;

  /** Bytes of a struct ifreq, and where its flags are. */
  private static final int IFREQ = 40;

  private static final int IFR_FLAGS = 16;

  private static final int HEADER = VirtioNetHeader.LENGTH;

  /** So many frames are read or written in one call of the kernel, if it can do that. */
  private static final int BATCH = 32;

  /** The longest of them, with its header. */
  private static final int SLOT = (HEADER + TcpFrame.MOST + 63) & -64;

  /** A frame that is longer takes so much longer than a call that it does not wait for others. */
  private static final int LONG = 8192;

  private final String name;

  /** One for each queue. */
  private final int[] fds;

  private final int wakeUp;

  /**
   * Of all native buffers. A write takes one, and the arena cannot be closed during a call that has
   * one of its segments; so once it is closed nobody uses the descriptor.
   */
  private final Arena arena = Arena.ofShared();

  /** False as on a kernel without io_uring. */
  private volatile boolean batches = true;

  private final ThreadLocal<Sender> senders =
      ThreadLocal.withInitial(() -> new Sender(arena, nextQueue(), batches));

  private final AtomicInteger sendersSoFar = new AtomicInteger();
  private final LongAdder sendErrors = new LongAdder();
  private volatile boolean closed;
  private volatile boolean joins = true;

  private final List<Thread> readers = new ArrayList<>();

  private TapDevice(String name, int[] fds, int wakeUp) {
    this.name = name;
    this.fds = fds;
    this.wakeUp = wakeUp;
  }

  /** What a thread that transmits needs. */
  private static final class Sender {
    final int fd;
    final Linux linux;

    /** Null if the kernel has none; then one frame is written at a time. */
    final Batch batch;

    final MemorySegment buffer;
    final Joining joining = new Joining();

    Sender(Arena arena, int fd, boolean batches) {
      this.fd = fd;
      linux = new Linux(arena);
      batch = batches ? Batch.open(arena, linux, fd, BATCH, SLOT) : null;
      buffer = batch == null ? arena.allocate(SLOT) : null;
    }

    /** Where the next frame goes, and the header before it. */
    MemorySegment next() {
      return batch == null ? buffer : batch.slot(batch.queued());
    }
  }

  /** Each thread that transmits has a queue, and some may have the same. */
  private int nextQueue() {
    return fds[sendersSoFar.getAndIncrement() % fds.length];
  }

  /**
   * Opens a device of one queue, or makes it, as {@link #open(String, int)}. Nobody else can open
   * it meanwhile.
   *
   * @param name of the interface
   * @return a device whose readers are not started
   * @throws TapException if it cannot be had
   */
  public static TapDevice open(String name) throws TapException {
    return open(name, 1);
  }

  /**
   * Opens a device, or makes it. That takes the right to administer the network, or an interface
   * that was made for this user.
   *
   * <p>With several queues there is a reader for each, and each thread that transmits has one. What
   * belongs to a flow the kernel sends to the queue from which it got something of that flow last.
   * The kernel keeps nobody from opening more queues of the same interface, who then gets a part of
   * the flows.
   *
   * @param name of the interface, 1..15 letters, digits and some signs
   * @param queues how many, from 1; there is one where the interface, or the kernel, has no more
   * @return a device whose readers are not started
   * @throws TapException if it cannot be had; the message says why, and what to do
   */
  public static TapDevice open(String name, int queues) throws TapException {
    if (!name.matches("[\\w.+-]{1," + MAX_NAME + "}") || name.startsWith(".")) {
      throw new TapException(
          "TAP '" + name + "': not a name of an interface; give 1 to 15 letters and digits");
    }
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new TapException("TAP " + name + ": TAP devices are Linux's");
    }
    try (Arena temporary = Arena.ofConfined()) {
      return open(name, queues, new Linux(temporary), temporary);
    }
  }

  private static TapDevice open(String name, int queues, Linux linux, Arena temporary)
      throws TapException {
    int flags = queues > 1 ? IFF_MULTI_QUEUE : 0;
    int first = openNode(name, linux, temporary);
    List<Integer> fds = new ArrayList<>(List.of(first));
    int error = attach(first, name, flags, linux, temporary);
    if (error == Linux.EINVAL && queues > 1) {
      error = attach(first, name, 0, linux, temporary); // it has one queue
    } else if (error == 0) {
      error = addQueues(fds, queues, name, linux, temporary);
    }
    return made(name, fds, error, linux);
  }

  /** Opens the queues behind the first; 0, or the errno of the one that cannot be had. */
  private static int addQueues(
      List<Integer> fds, int queues, String name, Linux linux, Arena temporary)
      throws TapException {
    int error = 0;
    while (error == 0 && fds.size() < queues) {
      try {
        fds.add(openNode(name, linux, temporary));
      } catch (TapException e) {
        fds.forEach(linux::close);
        throw e;
      }
      error = attach(fds.getLast(), name, IFF_MULTI_QUEUE, linux, temporary);
    }
    return error;
  }

  private static TapDevice made(String name, List<Integer> fds, int error, Linux linux)
      throws TapException {
    int wakeUp = error > 0 ? -error : linux.eventfd(0, Linux.O_NONBLOCK | Linux.O_CLOEXEC);
    if (wakeUp < 0) {
      fds.forEach(linux::close);
      throw new TapException("TAP " + name + ": " + whyNotAttached(-wakeUp, name));
    }
    return new TapDevice(name, fds.stream().mapToInt(Integer::intValue).toArray(), wakeUp);
  }

  private static int openNode(String name, Linux linux, Arena temporary) throws TapException {
    int flags = Linux.O_RDWR | Linux.O_NONBLOCK | Linux.O_CLOEXEC;
    int fd = linux.open(temporary.allocateFrom(NODE), flags);
    if (fd < 0) {
      throw new TapException("TAP " + name + ": " + whyNotOpened(-fd));
    }
    return fd;
  }

  /** Makes a descriptor a queue of the interface; 0, or the errno. */
  private static int attach(int fd, String name, int flags, Linux linux, Arena temporary) {
    MemorySegment request = temporary.allocate(IFREQ);
    MemorySegment.copy(
        name.getBytes(StandardCharsets.US_ASCII), 0, request, JAVA_BYTE, 0, name.length());
    request.set(JAVA_SHORT, IFR_FLAGS, (short) (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | flags));
    int attached = linux.ioctl(fd, TUNSETIFF, request);
    if (attached >= 0) {
      attached = linux.ioctl(fd, TUNSETOFFLOAD, MemorySegment.ofAddress(OFFLOADS)); // a number
    }
    return Math.max(0, -attached);
  }

  private static String whyNotOpened(int errno) {
    return switch (errno) {
      case Linux.ENOENT, Linux.ENODEV ->
          "there is no " + NODE + "; load the kernel's module (modprobe tun)";
      case Linux.EACCES, Linux.EPERM ->
          "this user may not open " + NODE + "; run as root, or change its mode";
      default -> NODE + " cannot be opened (errno " + errno + ")";
    };
  }

  private static String whyNotAttached(int errno, String name) {
    return switch (errno) {
      case Linux.EPERM ->
          "this user may not make or attach the interface; run as root, or have root make it:"
              + " ip tuntap add dev "
              + name
              + " mode tap user $USER";
      case Linux.EBUSY -> "the interface is in use by another process; give another name";
      case Linux.EINVAL ->
          "there is an interface of that name that is no TAP device of one queue; give another"
              + " name";
      default -> "the interface cannot be attached (errno " + errno + ")";
    };
  }

  /**
   * The interface's name.
   *
   * @return as given
   */
  public String name() {
    return name;
  }

  /**
   * How many queues it has.
   *
   * @return at least 1
   */
  public int queues() {
    return fds.length;
  }

  /**
   * Whether segments of a connection that are sent together go to the kernel as one frame. At first
   * they do; they should not where the kernel is to see each as it was sent. Any time.
   *
   * @param on whether they do so
   */
  public void setJoining(boolean on) {
    joins = on;
  }

  /** Makes one call of the kernel for each frame from now on. Before any. */
  void withoutBatches() {
    batches = false;
  }

  /**
   * Starts the readers. Once.
   *
   * @param receiver takes what the kernel sends, on the readers' threads
   */
  public void start(Wire receiver) {
    for (int queue = 0; queue < fds.length; queue++) {
      int fd = fds[queue];
      readers.add(
          Thread.ofPlatform()
              .name(name + ".reader" + queue)
              .daemon()
              .start(() -> read(fd, receiver)));
    }
  }

  private void read(int fd, Wire receiver) {
    Linux linux = new Linux(arena);
    MemorySegment set = Linux.pollSet(arena, fd, wakeUp);
    Reader reader = new Reader(fd, linux, new Kernel(receiver));
    while (!closed && !reader.isGone()) {
      if (!reader.read()) {
        linux.poll(set);
      }
    }
  }

  /** Reads what the kernel has sent to a queue: short frames in batches, long ones one by one. */
  private final class Reader {
    private final int fd;
    private final Linux linux;
    private final Kernel kernel;
    private final Batch batch;
    private final byte[] buffer = new byte[SLOT];
    private final MemorySegment segment = MemorySegment.ofArray(buffer);

    /** The next frames may be short. */
    private boolean isShort = true;

    /** So many may be there. */
    private int expected = 2;

    /** The interface was deleted. */
    private boolean gone;

    Reader(int fd, Linux linux, Kernel kernel) {
      this.fd = fd;
      this.linux = linux;
      this.kernel = kernel;
      batch = batches ? Batch.open(arena, linux, fd, BATCH, SLOT) : null;
    }

    boolean isGone() {
      return gone;
    }

    /** Reads what is there, or the first of it; false if nothing is left. */
    boolean read() {
      return (batch != null && isShort) ? readBatch() : readOne();
    }

    private boolean readOne() {
      int length = linux.read(fd, segment, SLOT);
      if (!isThere(length)) {
        return false;
      }
      isShort = length < LONG;
      kernel.receive(segment, buffer, HEADER, length - HEADER, false);
      return true;
    }

    private boolean readBatch() {
      for (int i = 0; i < expected; i++) {
        batch.read();
      }
      int asked = batch.submit();
      int got = 0;
      int last = 0;
      for (int i = 0; i < asked; i++) {
        if (isThere(batch.result(i))) {
          got++;
          last = i;
        }
      }
      // A read that finds nothing may have others behind it that do: frames come meanwhile.
      for (int i = 0; i <= last; i++) {
        if (batch.result(i) >= 0) {
          receive(batch.slot(i), batch.result(i), i < last);
        }
      }
      expected = Math.clamp(2L * got, 2, batch.size());
      return got == asked;
    }

    private void receive(MemorySegment frame, int length, boolean more) {
      isShort = length < LONG;
      MemorySegment.copy(frame, JAVA_BYTE, HEADER, buffer, HEADER, length - HEADER);
      kernel.receive(frame, buffer, HEADER, length - HEADER, more);
    }

    /** What a read says: whether it got something. */
    private boolean isThere(int length) {
      gone |= length < 0 && length != -Linux.EAGAIN && length != -Linux.EINTR;
      return length >= 0;
    }
  }

  /**
   * {@inheritDoc} A frame that the kernel does not take, such as one to an interface that is down,
   * is counted and lost.
   */
  @Override
  public void transmit(byte[] frame, int offset, int length) {
    transmit(frame, offset, length, false);
  }

  /** {@inheritDoc} Segments of a connection that follow each other go as one. */
  @Override
  public void transmit(byte[] frame, int offset, int length, boolean more) {
    try {
      Sender sender = senders.get();
      if (!sender.joining.isEmpty() && !sender.joining.add(frame, offset, length)) {
        writeJoined(sender, true);
        transmitFirst(sender, frame, offset, length, more);
      } else if (sender.joining.isEmpty()) {
        transmitFirst(sender, frame, offset, length, more);
      } else if (!more) {
        writeJoined(sender, false);
      }
    } catch (IllegalStateException arenaIsClosed) {
      sendErrors.increment();
    }
  }

  @Override
  public void flush() {
    try {
      Sender sender = senders.get();
      if (!sender.joining.isEmpty()) {
        writeJoined(sender, false);
      } else if (sender.batch != null) {
        submit(sender.batch);
      }
    } catch (IllegalStateException arenaIsClosed) {
      sendErrors.increment();
    }
  }

  /** {@inheritDoc} The kernel cuts segments when they leave it, and makes checksums then. */
  @Override
  public void transmitUnfinished(byte[] frame, int offset, int length, int mss, boolean more) {
    try {
      Sender sender = senders.get();
      if (!sender.joining.isEmpty()) {
        writeJoined(sender, true);
      }
      MemorySegment header = sender.next();
      int start = TransportChecksum.transport(frame, offset, length) - offset;
      if (mss > 0) {
        VirtioNetHeader.writeTcp(
            header, TcpFrame.headers(frame, offset), mss, start, TcpFrame.CHECKSUM_IN_TCP);
      } else {
        VirtioNetHeader.writeChecksum(header, start, TransportChecksum.field(frame, offset));
      }
      write(sender, frame, offset, length, more);
    } catch (IllegalStateException arenaIsClosed) {
      sendErrors.increment();
    }
  }

  private void transmitFirst(Sender sender, byte[] frame, int offset, int length, boolean more) {
    if (!more || !joins || !sender.joining.add(frame, offset, length)) {
      VirtioNetHeader.writePlain(sender.next());
      write(sender, frame, offset, length, more);
    }
  }

  /** Writes what was joined. */
  private void writeJoined(Sender sender, boolean more) {
    Joining joined = sender.joining;
    if (joined.isJoined()) {
      joined.finish();
      VirtioNetHeader.writeTcp(
          sender.next(),
          joined.headers(),
          joined.segment(),
          TcpFrame.TCP,
          TcpFrame.CHECKSUM_IN_TCP);
    } else {
      VirtioNetHeader.writePlain(sender.next());
    }
    int length = joined.length();
    byte[] frame = joined.frame();
    joined.clear();
    write(sender, frame, 0, length, more);
  }

  /** Writes a frame behind the header that is there; behind others, with those that follow. */
  private void write(Sender sender, byte[] frame, int offset, int length, boolean more) {
    MemorySegment.copy(frame, offset, sender.next(), JAVA_BYTE, HEADER, length);
    if (sender.batch == null) {
      count(sender.linux.write(sender.fd, sender.buffer, HEADER + length));
      return;
    }
    sender.batch.write(HEADER + length);
    if (!more || length > LONG || sender.batch.queued() == sender.batch.size()) {
      submit(sender.batch);
    }
  }

  private void submit(Batch batch) {
    int count = batch.queued() == 0 ? 0 : batch.submit();
    for (int i = 0; i < count; i++) {
      count(batch.result(i));
    }
  }

  /** A frame is taken whole or not at all. */
  private void count(int result) {
    if (result < 0) {
      sendErrors.increment();
    }
  }

  /**
   * Frames that the kernel did not take; what was joined counts as one.
   *
   * @return the number so far
   */
  public long sendErrors() {
    return sendErrors.sum();
  }

  /** Ends the readers and closes the device. What is transmitted afterwards is lost. Once. */
  @Override
  public void close() {
    closed = true;
    try (Arena temporary = Arena.ofConfined()) {
      Linux linux = new Linux(temporary);
      MemorySegment one = temporary.allocate(JAVA_LONG);
      one.set(JAVA_LONG, 0, 1);
      linux.write(wakeUp, one, Long.BYTES);
      readers.forEach(TapDevice::join);
      closeArena();
      for (int fd : fds) {
        linux.close(fd);
      }
      linux.close(wakeUp);
    }
  }

  private static void join(Thread reader) {
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for writes, which take microseconds. */
  private void closeArena() {
    while (arena.scope().isAlive()) {
      try {
        arena.close();
      } catch (IllegalStateException inUse) {
        Thread.onSpinWait();
      }
    }
  }
}
