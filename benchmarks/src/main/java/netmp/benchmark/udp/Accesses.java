package netmp.benchmark.udp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.openjdk.jol.vm.VM;

/**
 * What the classes of an {@link AccessLoader} tell of their accesses to memory. Each belongs to the
 * processor whose thread makes it; one of no processor, as of a device, is not counted.
 *
 * <p>Memory is seen in cache lines, kept coherent as by MSI: a line is with one processor that may
 * write it, or with any number that may read it. A line <em>moves</em> when a processor reads or
 * writes it and does not hold it so, though another holds it. Caches are endless; an object begins
 * on a line of its own; fields have the places that this JVM gives them.
 *
 * <p>One thread runs at a time, so nothing here is guarded.
 */
public final class Accesses {

  private static final int LINE_SHIFT = 6;

  /** Behind the header of an array. */
  private static final int FIRST_ELEMENT = 16;

  /** A line of memory, and who holds it. */
  private static final class Line {
    final BitSet holders = new BitSet();

    /** Who may write it, and wrote it last; -1 when it may only be read. */
    int writer = -1;

    int lastWriter = -1;
  }

  /** A queue of messages. */
  private static final class Port {
    int owner = -1;
    int length;
  }

  /** What is counted, over all processors. */
  static final class Counts {
    long accesses;
    long moves;
    long foreignWrites;
    long packets;
    long messages;
    long puts;
    long queued;
    int longest;
    long wakes;
  }

  private static final ThreadLocal<Processor> PROCESSOR = new ThreadLocal<>();
  private static final Map<String, Map<String, Integer>> FIELDS = new HashMap<>();
  private static final IdentityHashMap<VarHandle, Integer> HANDLES = new IdentityHashMap<>();

  private static IdentityHashMap<Object, Line[]> lines = new IdentityHashMap<>();
  private static IdentityHashMap<Object, Port> ports = new IdentityHashMap<>();
  private static Counts counts = new Counts();

  private Accesses() {}

  /** Forgets everything, for another run. */
  static void reset() {
    lines = new IdentityHashMap<>();
    ports = new IdentityHashMap<>();
    counts = new Counts();
  }

  /** Counts from zero, with what the caches hold; what was counted until now stays as it is. */
  static Counts restart() {
    counts = new Counts();
    return counts;
  }

  /** The calling thread's accesses are a processor's; null: nobody's. */
  static Processor become(Processor processor) {
    Processor before = PROCESSOR.get();
    PROCESSOR.set(processor);
    return before;
  }

  static Processor current() {
    return PROCESSOR.get();
  }

  /** A thread that slept is woken. */
  static void woken() {
    counts.wakes++;
  }

  // ---- called by the classes that are loaded ----

  /** A field of an object. */
  public static void field(Object object, String owner, String name, boolean writes) {
    Processor processor = PROCESSOR.get();
    if (processor == null || object == null) {
      return;
    }
    Map<String, Integer> fields = FIELDS.get(owner);
    if (fields == null) {
      fields = new HashMap<>();
      FIELDS.put(owner, fields);
    }
    Integer offset = fields.get(name);
    if (offset == null) {
      offset = offset(object.getClass(), owner.replace('/', '.'), name);
      fields.put(name, offset);
    }
    touch(processor, object, offset, writes);
  }

  /** As the method of Lookup, and remembers of which field the handle is. */
  public static VarHandle findVarHandle(
      MethodHandles.Lookup lookup, Class<?> type, String name, Class<?> of)
      throws ReflectiveOperationException {
    VarHandle handle = lookup.findVarHandle(type, name, of);
    HANDLES.put(handle, offset(type, type.getName(), name));
    return handle;
  }

  /** A field, by its handle. */
  public static void handle(VarHandle handle, Object object, boolean writes) {
    Processor processor = PROCESSOR.get();
    if (processor != null) {
      touch(processor, object, HANDLES.get(handle), writes);
    }
  }

  /** An element of an array, or what a view of bytes has there. */
  public static void element(Object array, int index, boolean writes) {
    Processor processor = PROCESSOR.get();
    if (processor != null && array != null) {
      touch(processor, array, FIRST_ELEMENT + index * size(array), writes);
    }
  }

  /** An object of the JDK that is one word: an AtomicInteger and its like. */
  public static void object(Object word, boolean writes) {
    Processor processor = PROCESSOR.get();
    if (processor != null) {
      touch(processor, word, 0, writes);
    }
  }

  /** System.arraycopy: eight bytes are one access at the source and one at the destination. */
  public static void arraycopy(Object from, int at, Object to, int place, int length) {
    Processor processor = PROCESSOR.get();
    if (processor != null) {
      range(processor, from, at, length, false);
      range(processor, to, place, length, true);
    }
    System.arraycopy(from, at, to, place, length);
  }

  private static void range(
      Processor processor, Object array, int first, int length, boolean writes) {
    int size = size(array);
    for (int i = 0; i < length; i += Math.max(1, Long.BYTES / size)) {
      touch(processor, array, FIRST_ELEMENT + (first + i) * size, writes);
    }
  }

  /** A message is put on a port. */
  public static void put(Object port, Object message) {
    Port queue = ports.computeIfAbsent(port, p -> new Port());
    queue.length++;
    Processor processor = PROCESSOR.get();
    if (processor == null) {
      return;
    }
    counts.puts++;
    counts.queued += queue.length;
    counts.longest = Math.max(counts.longest, queue.length);
    if (queue.owner != processor.number) {
      boolean packet = message.getClass().getName().equals("netmp.mbuf.Mbuf");
      counts.packets += packet ? 1 : 0;
      counts.messages += packet ? 0 : 1;
    }
  }

  /** The owner of a port took a message, or none. */
  public static void got(Object port, Object message) {
    Port queue = ports.computeIfAbsent(port, p -> new Port());
    queue.owner = PROCESSOR.get() == null ? queue.owner : PROCESSOR.get().number;
    queue.length -= message == null ? 0 : 1;
  }

  // ---- where things are ----

  private static int size(Object array) {
    return switch (array) {
      case byte[] b -> Byte.BYTES;
      case boolean[] b -> Byte.BYTES;
      case short[] s -> Short.BYTES;
      case char[] c -> Character.BYTES;
      case long[] l -> Long.BYTES;
      case double[] d -> Double.BYTES;
      default -> Integer.BYTES; // references are compressed
    };
  }

  /** The class of the object, or one above it, declares the field: the first from the owner up. */
  private static int offset(Class<?> type, String owner, String name) {
    Class<?> at = type;
    while (!at.getName().equals(owner)) {
      at = at.getSuperclass();
    }
    for (; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return (int) VM.current().fieldOffset(field);
        }
      }
    }
    throw new IllegalArgumentException(owner + " has no field " + name);
  }

  // ---- the caches ----

  private static void touch(Processor processor, Object object, int offset, boolean writes) {
    counts.accesses++;
    processor.ticks += Processor.ACCESS;
    Line line = line(object, offset >> LINE_SHIFT);
    boolean moves = writes ? writesMoving(processor, line) : readsMoving(processor, line);
    if (moves) {
      counts.moves++;
      processor.ticks += Processor.MOVE;
    }
  }

  private static Line line(Object object, int index) {
    Line[] of = lines.get(object);
    if (of == null || of.length <= index) {
      Line[] more = new Line[Math.max(index + 1, of == null ? 0 : 2 * of.length)];
      if (of != null) {
        System.arraycopy(of, 0, more, 0, of.length);
      }
      lines.put(object, more);
      of = more;
    }
    if (of[index] == null) {
      of[index] = new Line();
    }
    return of[index];
  }

  private static boolean readsMoving(Processor processor, Line line) {
    if (line.holders.get(processor.number)) {
      return false;
    }
    boolean moves = !line.holders.isEmpty();
    line.holders.set(processor.number);
    line.writer = -1;
    return moves;
  }

  private static boolean writesMoving(Processor processor, Line line) {
    if (line.lastWriter != processor.number) {
      counts.foreignWrites += line.lastWriter < 0 ? 0 : 1;
      line.lastWriter = processor.number;
    }
    if (line.writer == processor.number) {
      return false;
    }
    boolean alone = line.holders.get(processor.number) && line.holders.cardinality() == 1;
    boolean moves = !line.holders.isEmpty() && !alone;
    line.holders.clear();
    line.holders.set(processor.number);
    line.writer = processor.number;
    return moves;
  }
}
