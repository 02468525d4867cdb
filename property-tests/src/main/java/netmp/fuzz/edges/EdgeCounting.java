package netmp.fuzz.edges;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rewrites classes so that they report each edge: the beginning of a method or of a handler of
 * exceptions, both ways out of a condition, and each case of a switch. There is no loop without a
 * condition that reports nothing, but for one that nothing can end.
 */
final class EdgeCounting {

  private static final ClassDesc EDGES = ClassDesc.of(Edges.class.getName());
  private static final MethodTypeDesc HIT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  private final ClassFile files;
  private int edges;

  /**
   * Rewrites for one loader.
   *
   * @param resources where the classes are that the rewritten ones know
   */
  EdgeCounting(ClassLoader resources) {
    files =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(resources)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /** The class with reports in it. */
  byte[] rewrite(byte[] bytes) {
    return files.transformClass(
        files.parse(bytes),
        ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Body::new)));
  }

  private int newEdge() {
    if (edges == Edges.MOST) {
      throw new IllegalStateException("more edges than Edges.MOST; raise it");
    }
    return edges++;
  }

  /** One method. */
  private final class Body implements CodeTransform {
    private final Set<Label> handlers = new HashSet<>();

    @Override
    public void atStart(CodeBuilder code) {
      report(code);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      switch (element) {
        case BranchInstruction branch when isConditional(branch.opcode()) -> bothWays(code, branch);
        case TableSwitchInstruction table -> {
          Detours detours = new Detours(code);
          code.tableswitch(
              table.lowValue(),
              table.highValue(),
              detours.to(table.defaultTarget()),
              detours.to(table.cases()));
          detours.write();
        }
        case LookupSwitchInstruction lookup -> {
          Detours detours = new Detours(code);
          code.lookupswitch(detours.to(lookup.defaultTarget()), detours.to(lookup.cases()));
          detours.write();
        }
        case ExceptionCatch handler -> {
          handlers.add(handler.handler());
          code.with(handler);
        }
        case LabelTarget target when handlers.contains(target.label()) -> {
          code.with(target);
          report(code);
        }
        default -> code.with(element);
      }
    }

    private static boolean isConditional(Opcode opcode) {
      return opcode != Opcode.GOTO && opcode != Opcode.GOTO_W;
    }

    private void bothWays(CodeBuilder code, BranchInstruction branch) {
      Label taken = code.newLabel();
      Label next = code.newLabel();
      code.branch(branch.opcode(), taken);
      report(code);
      code.goto_(next);
      code.labelBinding(taken);
      report(code);
      code.goto_(branch.target());
      code.labelBinding(next);
    }
  }

  private void report(CodeBuilder code) {
    code.loadConstant(newEdge());
    code.invokestatic(EDGES, "hit", HIT);
  }

  /** The ways of a switch, each with a report on it. */
  private final class Detours {
    private final CodeBuilder code;
    private final List<Label> begins = new ArrayList<>();
    private final List<Label> ends = new ArrayList<>();

    Detours(CodeBuilder code) {
      this.code = code;
    }

    Label to(Label target) {
      Label begin = code.newLabel();
      begins.add(begin);
      ends.add(target);
      return begin;
    }

    List<SwitchCase> to(List<SwitchCase> cases) {
      return cases.stream().map(c -> SwitchCase.of(c.caseValue(), to(c.target()))).toList();
    }

    void write() {
      for (int i = 0; i < begins.size(); i++) {
        code.labelBinding(begins.get(i));
        report(code);
        code.goto_(ends.get(i));
      }
    }
  }
}
