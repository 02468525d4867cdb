package netmp.tlc;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Takes two habits from TLC's classes while they are loaded: to end the JVM on disk errors and on
 * defects of its own, and to register management beans, which are one per JVM, complain on standard
 * error from the second run on, and would keep every run in memory for ever.
 */
final class TlcCode {

  private static final ClassDesc EXIT = ClassDesc.of(TlcExit.class.getName());
  private static final MethodTypeDesc INT_TO_VOID =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final String BEANS = "tlc2/tool/management/TLCStandardMBean";

  private TlcCode() {}

  /**
   * Rewrites a class that has one of the habits.
   *
   * @param code a class file
   * @return the class file to load
   */
  static byte[] adapt(byte[] code) {
    ClassModel model = ClassFile.of().parse(code);
    if (model.thisClass().asInternalName().equals(BEANS)) {
      return ClassFile.of().transformClass(model, TlcCode::withoutRegistration);
    }
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof MemberRefEntry member && isExit(member)) {
        ClassTransform throwing = ClassTransform.transformingMethodBodies(TlcCode::replaceExit);
        return ClassFile.of().transformClass(model, throwing);
      }
    }
    return code;
  }

  private static void withoutRegistration(ClassBuilder builder, ClassElement element) {
    if (element instanceof MethodModel method
        && method.methodName().equalsString("registerMBean")) {
      builder.withMethodBody(
          method.methodName(),
          method.methodType(),
          method.flags().flagsMask(),
          body -> body.iconst_0().ireturn());
    } else {
      builder.with(element);
    }
  }

  private static void replaceExit(CodeBuilder builder, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKESTATIC
        && isExit(call.method())) {
      builder.invokestatic(EXIT, "exit", INT_TO_VOID);
    } else {
      builder.with(element);
    }
  }

  private static boolean isExit(MemberRefEntry member) {
    return member.name().equalsString("exit")
        && member.owner().asInternalName().equals("java/lang/System");
  }
}
