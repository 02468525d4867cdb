package netmp.adversary;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A class of the stack in which some text is replaced, compiled anew, and loaded in front of a
 * second copy of everything else.
 *
 * @param source its file, below the sources of the stack
 * @param sound text that is in it once
 * @param planted what stands in its place
 */
public record PatchedClass(String source, String sound, String planted) {

  private static final Path SOURCES = Path.of("../reference-impl/src/main/java");

  /** Makes an object of a public class with a constructor without parameters, in the copy. */
  <T> T create(Class<? extends T> type, Class<T> seenAs, Path folder) throws IOException {
    try {
      return seenAs.cast(
          loader(folder).loadClass(type.getName()).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A loader of the copy.
   *
   * @param folder where the class is compiled to
   */
  public ClassLoader loader(Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(folder, classes);
    return new URLClassLoader(path(classes), ClassLoader.getPlatformClassLoader()); // never closed
  }

  private String text() throws IOException {
    String text = Files.readString(SOURCES.resolve(source));
    int at = text.indexOf(sound);
    if (at < 0 || text.indexOf(sound, at + 1) >= 0) {
      throw new IllegalStateException(source + " has not once: " + sound);
    }
    return text.replace(sound, planted);
  }

  private void compile(Path folder, Path classes) throws IOException {
    Path file = folder.resolve("sources").resolve(source);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-d", classes.toString(), "-cp", classPath(), "-proc:none");
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                options,
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
            .call();
    if (!compiled) {
      throw new IllegalStateException(messages.toString());
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static URL[] path(Path first) {
    List<URL> urls = new ArrayList<>(List.of(url(first)));
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        urls.add(url(Path.of(entry)));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
