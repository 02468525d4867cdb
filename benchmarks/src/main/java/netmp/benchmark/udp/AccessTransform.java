package netmp.benchmark.udp;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** Puts a call of {@link Accesses} in front of each instruction that reaches into an object. */
final class AccessTransform implements CodeTransform {

  private static final ClassDesc ACCESSES = ClassDesc.of("netmp.benchmark.udp.Accesses");
  private static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  private static final ClassDesc STRING = ConstantDescs.CD_String;
  private static final MethodTypeDesc OF_FIELD =
      MethodTypeDesc.of(ConstantDescs.CD_void, OBJECT, STRING, STRING, ConstantDescs.CD_boolean);
  private static final MethodTypeDesc OF_ELEMENT =
      MethodTypeDesc.of(
          ConstantDescs.CD_void, OBJECT, ConstantDescs.CD_int, ConstantDescs.CD_boolean);
  private static final MethodTypeDesc OF_HANDLE =
      MethodTypeDesc.of(
          ConstantDescs.CD_void, ConstantDescs.CD_VarHandle, OBJECT, ConstantDescs.CD_boolean);
  private static final MethodTypeDesc OF_OBJECT =
      MethodTypeDesc.of(ConstantDescs.CD_void, OBJECT, ConstantDescs.CD_boolean);
  private static final MethodTypeDesc OF_TWO =
      MethodTypeDesc.of(ConstantDescs.CD_void, OBJECT, OBJECT);

  private final String where;

  /**
   * For one method.
   *
   * @param where its class and name
   */
  AccessTransform(String where) {
    this.where = where;
  }

  @Override
  public void atStart(CodeBuilder code) {
    if ("netmp/msg/MessagePort.enqueue".equals(where)) {
      code.aload(0).aload(1).invokestatic(ACCESSES, "put", OF_TWO);
    }
  }

  @Override
  public void accept(CodeBuilder code, CodeElement element) {
    switch (element) {
      case FieldInstruction field -> field(code, field);
      case ArrayLoadInstruction load -> load(code);
      case ArrayStoreInstruction store -> store(code, store.typeKind());
      case InvokeInstruction call -> call(code, call);
      case ReturnInstruction end -> end(code);
      default -> {}
    }
    if (!isReplaced(element)) {
      code.with(element);
    }
  }

  private void end(CodeBuilder code) {
    if ("netmp/msg/MessagePort.dequeue".equals(where)) {
      code.dup().aload(0).swap().invokestatic(ACCESSES, "got", OF_TWO);
    }
  }

  private static void field(CodeBuilder code, FieldInstruction field) {
    boolean writes = field.opcode() == Opcode.PUTFIELD;
    if (!writes && field.opcode() != Opcode.GETFIELD) {
      return; // static
    }
    int value = writes ? spill(code, TypeKind.from(field.typeSymbol())) : -1;
    code.dup();
    code.loadConstant(field.owner().asInternalName()).loadConstant(field.name().stringValue());
    code.loadConstant(writes ? 1 : 0).invokestatic(ACCESSES, "field", OF_FIELD);
    if (writes) {
      code.loadLocal(TypeKind.from(field.typeSymbol()), value);
    }
  }

  private static int spill(CodeBuilder code, TypeKind kind) {
    int local = code.allocateLocal(kind);
    code.storeLocal(kind, local);
    return local;
  }

  private static void load(CodeBuilder code) {
    code.dup2().loadConstant(0).invokestatic(ACCESSES, "element", OF_ELEMENT);
  }

  private static void store(CodeBuilder code, TypeKind kind) {
    int value = spill(code, kind);
    code.dup2().loadConstant(1).invokestatic(ACCESSES, "element", OF_ELEMENT);
    code.loadLocal(kind, value);
  }

  private static boolean isReplaced(CodeElement element) {
    return element instanceof InvokeInstruction call && (isCopy(call) || isFind(call));
  }

  private static boolean isCopy(InvokeInstruction call) {
    return call.owner().asInternalName().equals("java/lang/System")
        && call.name().equalsString("arraycopy");
  }

  private static boolean isFind(InvokeInstruction call) {
    return call.name().equalsString("findVarHandle");
  }

  private static void call(CodeBuilder code, InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    if (isCopy(call)) {
      code.invokestatic(ACCESSES, "arraycopy", call.typeSymbol());
    } else if (isFind(call)) {
      code.invokestatic(
          ACCESSES,
          "findVarHandle",
          call.typeSymbol().insertParameterTypes(0, ConstantDescs.CD_MethodHandles_Lookup));
    } else if (owner.startsWith("java/util/concurrent/atomic/") && isInstance(call)) {
      underArguments(code, call.typeSymbol().parameterList(), () -> atomic(code, call));
    } else if ("java/lang/invoke/VarHandle".equals(owner) && !fences(call)) {
      handle(code, call);
    }
  }

  private static boolean isInstance(InvokeInstruction call) {
    return call.opcode() == Opcode.INVOKEVIRTUAL;
  }

  private static boolean fences(InvokeInstruction call) {
    return call.opcode() == Opcode.INVOKESTATIC || call.typeSymbol().parameterCount() == 0;
  }

  private static boolean writes(InvokeInstruction call) {
    String name = call.name().stringValue();
    return !name.startsWith("get") || name.startsWith("getAnd");
  }

  private static void atomic(CodeBuilder code, InvokeInstruction call) {
    code.dup().loadConstant(writes(call) ? 1 : 0).invokestatic(ACCESSES, "object", OF_OBJECT);
  }

  /** Does something while the last arguments of a call are off the stack. */
  private static void underArguments(CodeBuilder code, List<ClassDesc> arguments, Runnable what) {
    int[] locals = new int[arguments.size()];
    for (int i = arguments.size() - 1; i >= 0; i--) {
      locals[i] = spill(code, TypeKind.from(arguments.get(i)));
    }
    what.run();
    for (int i = 0; i < locals.length; i++) {
      code.loadLocal(TypeKind.from(arguments.get(i)), locals[i]);
    }
  }

  /** The handle and its coordinates: an object, or an array and an index. */
  private static void handle(CodeBuilder code, InvokeInstruction call) {
    List<ClassDesc> arguments = call.typeSymbol().parameterList();
    boolean ofArray =
        arguments.size() > 1
            && arguments.getFirst().isArray()
            && arguments.get(1).equals(ConstantDescs.CD_int);
    int writes = writes(call) ? 1 : 0;
    if (ofArray) {
      underArguments(
          code,
          arguments.subList(2, arguments.size()),
          () -> code.dup2().loadConstant(writes).invokestatic(ACCESSES, "element", OF_ELEMENT));
    } else {
      underArguments(
          code,
          arguments.subList(1, arguments.size()),
          () -> code.dup2().loadConstant(writes).invokestatic(ACCESSES, "handle", OF_HANDLE));
    }
  }
}
