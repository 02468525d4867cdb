package netmp.proof;

import com.microsoft.z3.ArithExpr;
import com.microsoft.z3.ArrayExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.IntExpr;
import com.microsoft.z3.IntSort;
import com.microsoft.z3.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.StringNode;
import tla2sany.semantic.SymbolNode;

/**
 * Translates a small fragment of TLA+ to Z3: integers, strings, functions from integers to
 * integers, bounded quantifiers over intervals, definitions without parameters. What is not in the
 * fragment is refused, with its place.
 *
 * <p>{@code i % N} becomes an uninterpreted function of i, of which only {@link #slots} is known:
 * indices less than N apart have different slots, and N apart the same. Both are true of the
 * modulus, so what is proved of the function holds of the modulus.
 *
 * <p>To find counter-models, which is hard with quantifiers, there is also a translation in small:
 * indices are at most {@link #SMALL}, quantifiers are written out, and the modulus is the modulus.
 */
@SuppressWarnings("unchecked") // Z3 takes its operands as generic varargs.
final class Translator {

  /** The greatest index in small. */
  static final int SMALL = 12;

  private static final String MODULUS = "N";

  private final Context z3;
  private final Map<String, OpDefNode> definitions;
  private final boolean small;
  private final FuncDecl<IntSort> slotOf;
  private final Map<String, Integer> strings = new HashMap<>();
  private final Set<IntExpr> named = new LinkedHashSet<>();
  private int bound;

  /** Values of the names of quantifiers, and whether variables are those of the next state. */
  private record Scope(Map<SymbolNode, Expr<?>> names, boolean primed) {
    Scope next() {
      return new Scope(names, true);
    }

    Scope with(SymbolNode name, Expr<?> value) {
      Map<SymbolNode, Expr<?>> more = new HashMap<>(names);
      more.put(name, value);
      return new Scope(more, primed);
    }
  }

  Translator(Context z3, Map<String, OpDefNode> definitions, boolean small) {
    this.z3 = z3;
    this.definitions = definitions;
    this.small = small;
    slotOf = z3.mkFuncDecl("slotOf", z3.mkIntSort(), z3.mkIntSort());
  }

  /** A definition of the module, as a formula. */
  BoolExpr formula(String name, boolean primed) {
    return bool(definition(name).getBody(), new Scope(Map.of(), primed));
  }

  /** The names of the actions of which a definition is the disjunction. */
  List<String> disjuncts(String name) {
    OpApplNode body = (OpApplNode) definition(name).getBody();
    return flatten(body).stream().map(n -> n.getOperator().getName().toString()).toList();
  }

  private static List<OpApplNode> flatten(OpApplNode node) {
    if (!isOr(node)) {
      return List.of(node);
    }
    List<OpApplNode> all = new ArrayList<>();
    for (ExprOrOpArgNode arg : node.getArgs()) {
      all.addAll(flatten((OpApplNode) arg));
    }
    return all;
  }

  private static boolean isOr(OpApplNode node) {
    String operator = node.getOperator().getName().toString();
    return operator.equals("$DisjList") || operator.equals("\\lor");
  }

  private OpDefNode definition(String name) {
    OpDefNode found = definitions.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no definition of " + name);
    }
    return found;
  }

  /**
   * What is known of the slots of indices: all that are near have different ones, and those that a
   * formula names have those of N before and after.
   */
  BoolExpr slots() {
    IntExpr n = constant(MODULUS);
    BoolExpr[] known =
        named.stream()
            .map(t -> z3.mkAnd(sameSlot(t, z3.mkSub(t, n)), sameSlot(t, z3.mkAdd(t, n))))
            .toArray(BoolExpr[]::new);
    return small ? z3.mkTrue() : z3.mkAnd(nearDiffer(n), z3.mkAnd(known));
  }

  private BoolExpr sameSlot(Expr<IntSort> i, Expr<IntSort> j) {
    return z3.mkEq(z3.mkApp(slotOf, i), z3.mkApp(slotOf, j));
  }

  private BoolExpr nearDiffer(IntExpr n) {
    IntExpr i = z3.mkIntConst("i!");
    IntExpr j = z3.mkIntConst("j!");
    BoolExpr near = z3.mkAnd(z3.mkLt(i, j), z3.mkLt(z3.mkSub(j, i), n));
    Pattern both = z3.mkPattern(z3.mkApp(slotOf, i), z3.mkApp(slotOf, j));
    return z3.mkForall(
        new Expr<?>[] {i, j},
        z3.mkImplies(near, z3.mkNot(sameSlot(i, j))),
        1,
        new Pattern[] {both},
        null,
        null,
        null);
  }

  IntExpr constant(String name) {
    return z3.mkIntConst(name);
  }

  // ---- expressions ----

  private BoolExpr bool(ExprOrOpArgNode node, Scope scope) {
    if (expression(node, scope) instanceof BoolExpr formula) {
      return formula;
    }
    throw refused(node, "a formula is needed");
  }

  private IntExpr integer(ExprOrOpArgNode node, Scope scope) {
    if (expression(node, scope) instanceof IntExpr number) {
      return number;
    }
    throw refused(node, "a number is needed");
  }

  private BoolExpr[] bools(ExprOrOpArgNode[] nodes, Scope scope) {
    return Arrays.stream(nodes).map(n -> bool(n, scope)).toArray(BoolExpr[]::new);
  }

  private Expr<?> expression(ExprOrOpArgNode node, Scope scope) {
    return switch (node) {
      case NumeralNode number -> z3.mkInt(number.val());
      case StringNode string -> string(string.getRep().toString());
      case OpApplNode application -> application(application, scope);
      default -> throw refused(node, node.getClass().getSimpleName());
    };
  }

  private Expr<?> string(String text) {
    return z3.mkInt(strings.computeIfAbsent(text, t -> strings.size() + 1));
  }

  private Expr<?> application(OpApplNode node, Scope scope) {
    SymbolNode operator = node.getOperator();
    String name = operator.getName().toString();
    if (operator instanceof OpDeclNode declared) {
      return declared(declared, scope);
    }
    if (operator instanceof FormalParamNode) {
      return scope.names().get(operator);
    }
    if (operator.equals(definitions.get(name))) {
      return expression(((OpDefNode) operator).getBody(), scope);
    }
    ExprOrOpArgNode[] args = node.getArgs();
    return switch (name) {
      case "$ConjList", "\\land" -> z3.mkAnd(bools(args, scope));
      case "$DisjList", "\\lor" -> z3.mkOr(bools(args, scope));
      case "\\lnot" -> z3.mkNot(bool(args[0], scope));
      case "=>" -> z3.mkImplies(bool(args[0], scope), bool(args[1], scope));
      case "'" -> expression(args[0], scope.next());
      case "UNCHANGED" -> unchanged(args[0], scope);
      case "$IfThenElse" -> condition(args, scope);
      case "$FcnApply", "$Except", "$FcnConstructor" -> function(name, node, scope);
      case "$BoundedForall" -> forall(node, scope);
      case "\\in" -> member(args, scope);
      default -> arithmetic(name, node, scope);
    };
  }

  private Expr<?> declared(OpDeclNode declared, Scope scope) {
    String name = declared.getName().toString();
    boolean constant = declared.getKind() == tla2sany.semantic.ASTConstants.ConstantDeclKind;
    String full = scope.primed() && !constant ? name + "'" : name;
    return name.equals("slot")
        ? z3.mkArrayConst(full, z3.mkIntSort(), z3.mkIntSort())
        : z3.mkIntConst(full);
  }

  private BoolExpr unchanged(ExprOrOpArgNode node, Scope scope) {
    OpApplNode application = (OpApplNode) node;
    if (!application.getOperator().getName().toString().equals("$Tuple")) {
      return equal(expression(node, scope.next()), expression(node, scope));
    }
    return z3.mkAnd(
        Arrays.stream(application.getArgs())
            .map(each -> unchanged(each, scope))
            .toArray(BoolExpr[]::new));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Expr<?> condition(ExprOrOpArgNode[] args, Scope scope) {
    return z3.mkITE(
        bool(args[0], scope), (Expr) expression(args[1], scope), (Expr) expression(args[2], scope));
  }

  @SuppressWarnings("unchecked")
  private ArrayExpr<IntSort, IntSort> array(ExprOrOpArgNode node, Scope scope) {
    return (ArrayExpr<IntSort, IntSort>) expression(node, scope);
  }

  private Expr<?> function(String name, OpApplNode node, Scope scope) {
    ExprOrOpArgNode[] args = node.getArgs();
    if (name.equals("$FcnApply")) {
      return z3.mkSelect(array(args[0], scope), integer(args[1], scope));
    }
    if (name.equals("$FcnConstructor")) {
      return z3.mkConstArray(z3.mkIntSort(), integer(args[0], scope));
    }
    OpApplNode pair = (OpApplNode) args[1];
    ExprOrOpArgNode[] path = ((OpApplNode) pair.getArgs()[0]).getArgs();
    if (args.length != 2 || path.length != 1) {
      throw refused(node, "one exception with one index");
    }
    return z3.mkStore(
        array(args[0], scope), integer(path[0], scope), integer(pair.getArgs()[1], scope));
  }

  private BoolExpr forall(OpApplNode node, Scope scope) {
    FormalParamNode[][] names = node.getBdedQuantSymbolLists();
    if (names.length != 1 || names[0].length != 1) {
      throw refused(node, "one name to a quantifier");
    }
    return small ? writtenOut(node, scope) : quantified(node, scope);
  }

  private BoolExpr quantified(OpApplNode node, Scope scope) {
    bound++;
    IntExpr i = z3.mkIntConst("q!" + bound);
    return z3.mkForall(new Expr<?>[] {i}, instance(node, i, scope), 1, null, null, null, null);
  }

  private BoolExpr writtenOut(OpApplNode node, Scope scope) {
    return z3.mkAnd(
        IntStream.rangeClosed(0, SMALL)
            .mapToObj(i -> instance(node, z3.mkInt(i), scope))
            .toArray(BoolExpr[]::new));
  }

  private BoolExpr instance(OpApplNode node, IntExpr i, Scope scope) {
    Scope inner = scope.with(node.getBdedQuantSymbolLists()[0][0], i);
    return z3.mkImplies(
        within(i, node.getBdedQuantBounds()[0], scope), bool(node.getArgs()[0], inner));
  }

  private BoolExpr within(IntExpr i, ExprOrOpArgNode set, Scope scope) {
    if (set instanceof OpApplNode interval
        && interval.getOperator().getName().toString().equals("..")) {
      return z3.mkAnd(
          z3.mkLe(integer(interval.getArgs()[0], scope), i),
          z3.mkLe(i, integer(interval.getArgs()[1], scope)));
    }
    throw refused(set, "an interval is needed");
  }

  private BoolExpr member(ExprOrOpArgNode[] args, Scope scope) {
    Expr<?> element = expression(args[0], scope);
    if (args[1] instanceof OpApplNode set
        && set.getOperator().getName().toString().equals("$SetEnumerate")) {
      return z3.mkOr(
          Arrays.stream(set.getArgs())
              .map(each -> equal(element, expression(each, scope)))
              .toArray(BoolExpr[]::new));
    }
    return within((IntExpr) element, args[1], scope);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private BoolExpr equal(Expr<?> a, Expr<?> b) {
    return z3.mkEq((Expr) a, (Expr) b);
  }

  private Expr<?> arithmetic(String name, OpApplNode node, Scope scope) {
    ExprOrOpArgNode[] args = node.getArgs();
    if (args.length != 2) {
      throw refused(node, "operator " + name);
    }
    if (name.equals("=") || name.equals("/=")) {
      BoolExpr same = equal(expression(args[0], scope), expression(args[1], scope));
      return name.equals("=") ? same : z3.mkNot(same);
    }
    IntExpr a = integer(args[0], scope);
    if (name.equals("%")) {
      return slot(a, node, scope);
    }
    IntExpr b = integer(args[1], scope);
    ArithExpr<IntSort> sum =
        name.equals("+") ? z3.mkAdd(a, b) : name.equals("-") ? z3.mkSub(a, b) : null;
    return sum != null ? sum : comparison(name, a, b, node);
  }

  private BoolExpr comparison(String name, IntExpr a, IntExpr b, OpApplNode node) {
    return switch (name) {
      case "<" -> z3.mkLt(a, b);
      case "\\leq" -> z3.mkLe(a, b);
      case ">" -> z3.mkGt(a, b);
      case "\\geq" -> z3.mkGe(a, b);
      default -> throw refused(node, "operator " + name);
    };
  }

  private Expr<IntSort> slot(IntExpr index, OpApplNode node, Scope scope) {
    if (!integer(node.getArgs()[1], scope).equals(constant(MODULUS))) {
      throw refused(node, "the modulus is " + MODULUS);
    }
    if (scope.names().isEmpty()) {
      named.add(index);
    }
    return small ? z3.mkMod(index, constant(MODULUS)) : z3.mkApp(slotOf, index);
  }

  private static IllegalArgumentException refused(ExprOrOpArgNode node, String what) {
    return new IllegalArgumentException(node.getLocation() + ": not in the fragment: " + what);
  }
}
