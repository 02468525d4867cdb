package netmp.benchmark.udp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ConstantDescs;
import java.util.List;

/**
 * Loads the stack anew, and JCTools with it, so that every access to a field or to an element of an
 * array tells {@link Accesses} of itself. Constructors are left as they are: what they write nobody
 * else has.
 */
final class AccessLoader extends ClassLoader {

  private static final List<String> LOADED = List.of("netmp.", "org.jctools.");

  /** What is no part of the stack, but runs it, measures it or reports its steps. */
  private static final List<String> UNTOUCHED =
      List.of("netmp.benchmark.", "netmp.sim.", "netmp.exec.", "netmp.probe.", "netmp.action.");

  private static final ClassFile FILE = ClassFile.of();

  AccessLoader() {
    super(AccessLoader.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      return isIn(LOADED, name) ? findClass(name) : super.loadClass(name, resolve);
    }
  }

  private static boolean isIn(List<String> packages, String name) {
    return packages.stream().anyMatch(name::startsWith);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      byte[] wanted = isIn(UNTOUCHED, name) ? code : telling(FILE.parse(code));
      return defineClass(name, wanted, 0, wanted.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] telling(ClassModel model) {
    ClassTransform transform =
        (classBuilder, element) -> {
          if (element instanceof MethodModel method && isTold(method)) {
            String where =
                model.thisClass().asInternalName() + "." + method.methodName().stringValue();
            classBuilder.transformMethod(
                method, MethodTransform.transformingCode(new AccessTransform(where)));
          } else {
            classBuilder.with(element);
          }
        };
    return FILE.transformClass(model, transform);
  }

  private static boolean isTold(MethodModel method) {
    return method.code().isPresent() && !method.methodName().equalsString(ConstantDescs.INIT_NAME);
  }
}
