package netmp.fuzz.edges;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Loads a copy of the program for itself, and rewrites it to count its edges. What is not of the
 * program, and what both sides must see, comes from the loader of this class.
 *
 * <p>Not for parallel loading: edges are numbered in the order in which classes are loaded, which
 * is that of the run.
 */
public final class CountingLoader extends ClassLoader {

  private static final String PROGRAM = "netmp.";
  private static final String ENGINE = "netmp.fuzz.";

  /** Parts of the engine that belong to the copy. */
  private static final List<String> OWN = List.of(Edges.class.getName(), "netmp.fuzz.targets.");

  /** Not rewritten: what runs the program is not what is looked at. */
  private static final List<String> PLAIN = List.of(ENGINE, "netmp.sim.");

  private final ClassLoader program;
  private final EdgeCounting counting;

  /**
   * A loader that has loaded nothing.
   *
   * @param program finds the class files of the program
   */
  public CountingLoader(ClassLoader program) {
    super("fuzzed", CountingLoader.class.getClassLoader());
    this.program = program;
    counting = new EdgeCounting(program);
  }

  /**
   * The counts of what this loader has loaded.
   *
   * @return always the same
   */
  public EdgeCounts counts() {
    return create(Edges.class.getName(), EdgeCounts.class);
  }

  /**
   * Makes an object of a class of the copy.
   *
   * @param <T> how it is seen here
   * @param name of a class with a constructor without parameters
   * @param seenAs a type that is not of the copy
   * @return a new object
   */
  public <T> T create(String name, Class<T> seenAs) {
    try {
      var constructor = loadClass(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      return seenAs.cast(constructor.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " cannot be made", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!isOwn(name)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private static boolean isOwn(String name) {
    return name.startsWith(PROGRAM)
        && (!name.startsWith(ENGINE) || OWN.stream().anyMatch(name::startsWith));
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = bytes(name);
    if (PLAIN.stream().noneMatch(name::startsWith)) {
      bytes = counting.rewrite(bytes);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    try (InputStream in = program.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
