package netmp.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A tree of specification folders. Modules of different folders may extend and instantiate each
 * other, so a module's name is unique over the tree.
 *
 * <p>Owns a private directory for unpacked modules and for the files of the runs; {@link #close}
 * deletes it. Safe for use by several threads.
 */
public final class SpecTree implements AutoCloseable {

  private static final String STANDARD_MODULES = "tla2sany/StandardModules";

  private final Path root;
  private final Path work;
  private final Map<String, Path> modules;
  private final Set<String> standard;
  private final AtomicInteger scratchCount = new AtomicInteger();

  private SpecTree(Path root, Path work) throws IOException {
    this.root = root;
    this.work = work;
    Path library = work.resolve("standard");
    unpack(IsolatedLoader.tlcResource(STANDARD_MODULES), library);
    Map<String, Path> found = new TreeMap<>();
    index(library, found);
    this.standard = Set.copyOf(found.keySet());
    index(root, found);
    this.modules = Map.copyOf(found);
  }

  /**
   * The tree below a directory.
   *
   * @param root a directory
   * @return the tree
   * @throws IOException if the directory cannot be read, or two modules have one name
   */
  public static SpecTree ofDirectory(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException("no such directory of specifications: " + root);
    }
    return open(root, Files.createTempDirectory("netmp-tlc"));
  }

  /**
   * The tree on the class path below a resource folder.
   *
   * @param anchor a resource at the top of the tree, for example {@code specs/manifest.json}
   * @return the tree; unpacked if it is inside a jar
   * @throws IOException if the resource does not exist or cannot be read
   */
  public static SpecTree ofClassPath(String anchor) throws IOException {
    URL url = SpecTree.class.getClassLoader().getResource(anchor);
    if (url == null) {
      throw new IOException("no resource " + anchor + " on the class path");
    }
    URI top = parent(url);
    if (top.getScheme().equals("file")) {
      return ofDirectory(Path.of(top));
    }
    Path work = Files.createTempDirectory("netmp-tlc");
    Path unpacked = work.resolve("specs");
    unpack(top, unpacked);
    return open(unpacked, work);
  }

  private static SpecTree open(Path root, Path work) throws IOException {
    try {
      return new SpecTree(root, work);
    } catch (IOException e) {
      delete(work);
      throw e;
    }
  }

  private static URI parent(URL url) throws IOException {
    try {
      String text = url.toURI().toString();
      return new URI(text.substring(0, text.lastIndexOf('/')));
    } catch (URISyntaxException e) {
      throw new IOException("not a usable location: " + url, e);
    }
  }

  private static void index(Path folder, Map<String, Path> into) throws IOException {
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      if (!name.endsWith(".tla")) {
        continue;
      }
      Path other = into.putIfAbsent(name.substring(0, name.length() - ".tla".length()), file);
      if (other != null) {
        throw new IOException("two modules of one name: " + other + " and " + file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void unpack(URI folder, Path into) throws IOException {
    if (folder.getScheme().equals("file")) {
      copy(Path.of(folder), into);
      return;
    }
    String text = folder.toString();
    int inside = text.indexOf("!/");
    Path jar = Path.of(URI.create(text.substring("jar:".length(), inside)));
    try (FileSystem contents = FileSystems.newFileSystem(jar)) {
      copy(contents.getPath(text.substring(inside + 1)), into);
    }
  }

  private static void copy(Path from, Path into) throws IOException {
    for (Path file : files(from)) {
      Path target = into.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  /**
   * The top of the tree.
   *
   * @return a directory
   */
  public Path root() {
    return root;
  }

  /**
   * Finds a module by name, wherever in the tree it is.
   *
   * @param name without suffix
   * @return whether the tree or TLC's library has it
   */
  public boolean hasModule(String name) {
    return modules.containsKey(name);
  }

  /**
   * Tells one state of this tree, and of a cfg file, from others.
   *
   * @param cfg a file
   * @return a digest of all modules, and of the file, in hexadecimal
   * @throws IOException if one of them cannot be read
   */
  public String digest(Path cfg) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (String name : new TreeSet<>(modules.keySet())) {
      sha256.update(name.getBytes(StandardCharsets.UTF_8));
      sha256.update(Files.readAllBytes(modules.get(name)));
    }
    sha256.update(Files.readAllBytes(cfg));
    return HexFormat.of().formatHex(sha256.digest());
  }

  /**
   * A job on a module of this tree.
   *
   * @param module name of the root module
   * @param cfg the cfg file
   * @return the job, with a scratch directory of its own
   */
  TlcJob job(String module, Path cfg) {
    Path scratch = work.resolve("run-" + scratchCount.incrementAndGet());
    try {
      Files.createDirectories(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TlcJob(module, cfg, modules, standard, scratch, Optional.empty());
  }

  /**
   * A job on a generated module that extends modules of this tree.
   *
   * @param module name of the generated module
   * @param text its text
   * @param cfgText text of its cfg file
   * @return the job, with a scratch directory of its own
   */
  TlcJob job(String module, String text, String cfgText) {
    TlcJob plain = job(module, work);
    Path generated = plain.scratch().resolve("generated");
    Path file = generated.resolve(module + ".tla");
    Path cfg = generated.resolve(module + ".cfg");
    try {
      Files.createDirectories(generated);
      Files.writeString(file, text);
      Files.writeString(cfg, cfgText);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Path> all = new TreeMap<>(modules);
    all.put(module, file);
    return new TlcJob(module, cfg, all, standard, plain.scratch(), Optional.empty());
  }

  /** Deletes the private directory. Runs on this tree must have ended. */
  @Override
  public void close() {
    delete(work);
  }

  /**
   * Deletes a directory with all it holds.
   *
   * @param directory any directory
   */
  static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
