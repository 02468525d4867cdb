package netmp.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;

/** Loads the stack anew, with its probes or without. */
final class StackLoader extends ClassLoader {

  private static final String OURS = "netmp.";
  private static final ClassDesc PROBES = ClassDesc.of("netmp.probe.Probes");
  private static final ClassFile FILE = ClassFile.of();
  private static final ClassTransform WITHOUT_PROBES =
      ClassTransform.transformingMethodBodies(
          (code, element) -> {
            if (isHit(element)) {
              remove(code, (InvokeInstruction) element);
            } else {
              code.with(element);
            }
          });

  private final boolean probes;

  /**
   * A loader.
   *
   * @param probes whether its classes have the probes of the originals
   */
  StackLoader(boolean probes) {
    super(StackLoader.class.getClassLoader());
    this.probes = probes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      return name.startsWith(OURS) ? findClass(name) : super.loadClass(name, resolve);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      byte[] wanted = probes ? code : FILE.transformClass(FILE.parse(code), WITHOUT_PROBES);
      return defineClass(name, wanted, 0, wanted.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isHit(CodeElement element) {
    return element instanceof InvokeInstruction call
        && call.owner().asSymbol().equals(PROBES)
        && call.name().equalsString("hit");
  }

  /** What the call would have taken is taken off the stack, the last argument first. */
  private static void remove(CodeBuilder code, InvokeInstruction call) {
    for (ClassDesc parameter : call.typeSymbol().parameterList().reversed()) {
      if (TypeKind.from(parameter).slotSize() == 2) {
        code.pop2();
      } else {
        code.pop();
      }
    }
  }
}
