package netmp.tap;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.reflect.UndeclaredThrowableException;

/**
 * The system calls that a TAP device takes, of one thread at a time. Like the kernel itself they
 * return a negative errno when they fail.
 */
final class Linux {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;

  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  /** The numbers of two calls which the C library has no function for; on all architectures. */
  private static final long IO_URING_SETUP = 425;

  private static final long IO_URING_ENTER = 426;
  private static final long IORING_ENTER_GETEVENTS = 1;

  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED_POPULATE = 0x1 | 0x8000;

  /** Bytes of a struct pollfd: descriptor, what is waited for, what has come. */
  private static final int POLLFD = 8;

  private static final short POLLIN = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      variadic("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle IOCTL =
      variadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle EVENTFD =
      plain("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      handle(
          "read",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
          Linker.Option.captureCallState("errno"),
          Linker.Option.critical(true));
  private static final MethodHandle WRITE =
      plain("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle POLL =
      plain("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private static final MethodHandle IO_URING =
      handle(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
              JAVA_LONG),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle MMAP =
      plain(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP =
      plain("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

  private final MemorySegment state;

  /** Calls of one thread; their errno is kept in the arena. */
  Linux(Arena arena) {
    state = arena.allocate(STATE);
  }

  private static MethodHandle plain(String name, FunctionDescriptor descriptor) {
    return handle(name, descriptor, Linker.Option.captureCallState("errno"));
  }

  /** Of both functions the first argument that is not declared is the third. */
  private static MethodHandle variadic(String name, FunctionDescriptor descriptor) {
    return handle(
        name,
        descriptor,
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(2));
  }

  @SuppressWarnings("restricted") // what the descriptors say is what Linux declares
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  int open(MemorySegment path, int flags) {
    try {
      return result((int) OPEN.invokeExact(state, path, flags));
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  int ioctl(int fd, long request, MemorySegment argument) {
    try {
      return result((int) IOCTL.invokeExact(state, fd, request, argument));
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  int eventfd(int count, int flags) {
    try {
      return result((int) EVENTFD.invokeExact(state, count, flags));
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /**
   * Reads from a descriptor that does not block: meanwhile no safepoint is reached, and so what is
   * read may go into an array.
   */
  int read(int fd, MemorySegment into, long length) {
    try {
      return result((int) (long) READ.invokeExact(state, fd, into, length));
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  int write(int fd, MemorySegment from, long length) {
    try {
      return result((int) (long) WRITE.invokeExact(state, fd, from, length));
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  void close(int fd) {
    try {
      int _ = result((int) CLOSE.invokeExact(state, fd));
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** Room for descriptors that are waited for. */
  static MemorySegment pollSet(Arena arena, int... fds) {
    MemorySegment set = arena.allocate((long) fds.length * POLLFD, POLLFD);
    for (int i = 0; i < fds.length; i++) {
      set.set(JAVA_INT, (long) i * POLLFD, fds[i]);
      set.set(JAVA_SHORT, (long) i * POLLFD + Integer.BYTES, POLLIN);
    }
    return set;
  }

  /** Waits until one of a set can be read, or has an error. */
  int poll(MemorySegment set) {
    try {
      return result((int) POLL.invokeExact(state, set, set.byteSize() / POLLFD, -1));
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** Makes a ring; its descriptor. */
  int ioUringSetup(int entries, MemorySegment params) {
    return ioUring(IO_URING_SETUP, entries, params.address(), 0, 0);
  }

  /** Submits entries, and waits until so many are done; how many were submitted. */
  int ioUringEnter(int ring, int submitted, int awaited) {
    return ioUring(IO_URING_ENTER, ring, submitted, awaited, IORING_ENTER_GETEVENTS);
  }

  private int ioUring(long number, long first, long second, long third, long fourth) {
    try {
      return result(
          (int) (long) IO_URING.invokeExact(state, number, first, second, third, fourth, 0L, 0L));
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** Maps what a descriptor has at an offset; unmapped when the arena is closed. */
  @SuppressWarnings("restricted") // as long as the kernel was asked for
  MemorySegment map(Arena arena, int fd, long offset, long bytes) {
    try {
      long address =
          (long)
              MMAP.invokeExact(
                  state,
                  MemorySegment.NULL,
                  bytes,
                  PROT_READ_WRITE,
                  MAP_SHARED_POPULATE,
                  fd,
                  offset);
      if (address == -1) {
        throw new OutOfMemoryError("mmap: errno " + (int) ERRNO.get(state, 0L));
      }
      return MemorySegment.ofAddress(address).reinterpret(bytes, arena, Linux::unmap);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  private static void unmap(MemorySegment mapped) {
    try (Arena temporary = Arena.ofConfined()) {
      int _ = (int) MUNMAP.invokeExact(temporary.allocate(STATE), mapped, mapped.byteSize());
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /** Closes a descriptor when the arena is closed. */
  @SuppressWarnings("restricted") // nothing is accessed
  void closeWith(Arena arena, int fd) {
    MemorySegment _ =
        MemorySegment.ofAddress(fd)
            .reinterpret(
                arena,
                _ -> {
                  try (Arena temporary = Arena.ofConfined()) {
                    new Linux(temporary).close(fd);
                  }
                });
  }

  private int result(int returned) {
    return returned < 0 ? -(int) ERRNO.get(state, 0L) : returned;
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new UndeclaredThrowableException(thrown);
  }
}
