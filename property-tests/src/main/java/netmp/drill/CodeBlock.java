package netmp.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Code of a script ({@code %{ }%}): as much of Python as scripts need to look at TCP_INFO. A
 * statement is an assert, or a print, which prints nothing; an expression has integers, names,
 * comparisons, which may be chained, and the operators of integers.
 */
final class CodeBlock {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(0x[0-9a-fA-F]+|[0-9]+|[A-Za-z_][A-Za-z_0-9]*|==|!=|<=|>=|//|[-+*%<>&|()]|.)");

  private static final Pattern STATEMENT =
      Pattern.compile("(?:'[^'\\n]*+'|\"[^\"\\n]*+\"|#[^\\n]*+|[^;\\n])++");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
  private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]{1,15}|[0-9]{1,18}");
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> KEYWORDS = Set.of("and", "or", "not");
  private static final Pattern ASSERT = Pattern.compile("assert\\b");
  private static final Pattern PRINT = Pattern.compile("print\\b");
  private static final String END = "";

  /** So that neither reading nor evaluating goes deep. */
  private static final int MAX_LENGTH = 1000;

  private static final int MAX_DEPTH = 50;

  private final List<Assertion> assertions = new ArrayList<>();

  /** An expression; of a name the value is asked for when it is evaluated. */
  @FunctionalInterface
  private interface Value {
    long of(ToLongFunction<String> names);
  }

  private record Assertion(String text, Value value) {}

  private CodeBlock() {}

  /**
   * Reads a block.
   *
   * @param line where it begins
   * @param names what it may ask for
   * @throws Unsupported if it is more than this class knows
   */
  static CodeBlock parse(int line, String text, Set<String> names) {
    CodeBlock block = new CodeBlock();
    Matcher statement = STATEMENT.matcher(text);
    while (statement.find()) {
      block.add(line, withoutComment(statement.group()).strip(), names);
    }
    return block;
  }

  private void add(int line, String statement, Set<String> names) {
    if (statement.length() > MAX_LENGTH) {
      throw new Unsupported(line, "code: a statement of " + statement.length() + " characters");
    }
    if (ASSERT.matcher(statement).lookingAt()) {
      String condition = statement.substring("assert".length());
      assertions.add(new Assertion(statement, new Parser(line, condition, names).condition()));
    } else if (!statement.isEmpty() && !PRINT.matcher(statement).lookingAt()) {
      throw new Unsupported(line, "code: " + statement);
    }
  }

  private static String withoutComment(String statement) {
    int comment = statement.indexOf('#');
    return comment < 0 ? statement : statement.substring(0, comment);
  }

  /**
   * Evaluates what it asserts.
   *
   * @param names the values
   * @throws Mismatch if something is not true
   */
  void run(ToLongFunction<String> names) {
    for (Assertion each : assertions) {
      List<String> asked = new ArrayList<>();
      boolean holds =
          each.value.of(
                  name -> {
                    long value = names.applyAsLong(name);
                    asked.add(name + " is " + value);
                    return value;
                  })
              != 0;
      if (!holds) {
        throw new Mismatch(each.text + " is false: " + String.join(", ", asked));
      }
    }
  }

  /** Recursive descent; of what stands behind the condition, the message, nothing is read. */
  private static final class Parser {
    private final int line;
    private final String text;
    private final Set<String> names;
    private final Matcher matcher;
    private String token;
    private int depth;

    Parser(int line, String text, Set<String> names) {
      this.line = line;
      this.text = text;
      this.names = names;
      matcher = TOKEN.matcher(text);
      advance();
    }

    private void advance() {
      boolean more = matcher.lookingAt();
      token = more ? matcher.group(1) : END;
      matcher.region(more ? matcher.end() : text.length(), text.length());
    }

    private boolean take(String expected) {
      boolean there = token.equals(expected);
      if (there) {
        advance();
      }
      return there;
    }

    private Unsupported unsupported() {
      return new Unsupported(line, "code:" + text);
    }

    Value condition() {
      Value value = or();
      if (!token.equals(END) && !token.equals(",")) {
        throw unsupported();
      }
      return value;
    }

    private Value or() {
      Value left = and();
      while (take("or")) {
        Value first = left;
        Value second = and();
        left =
            names -> {
              long value = first.of(names);
              return value != 0 ? value : second.of(names);
            };
      }
      return left;
    }

    private Value and() {
      Value left = not();
      while (take("and")) {
        Value first = left;
        Value second = not();
        left = names -> first.of(names) == 0 ? 0 : second.of(names);
      }
      return left;
    }

    private Value not() {
      if (take("not")) {
        Value value = nested(this::not);
        return names -> value.of(names) == 0 ? 1 : 0;
      }
      return comparison();
    }

    private Value comparison() {
      Value left = bits();
      Value all = null;
      while (COMPARISONS.contains(token)) {
        String operator = token;
        advance();
        Value first = left;
        Value second = bits();
        Value one = names -> compare(operator, first.of(names), second.of(names)) ? 1 : 0;
        Value before = all;
        all = before == null ? one : names -> before.of(names) == 0 ? 0 : one.of(names);
        left = second;
      }
      return all == null ? left : all;
    }

    private static boolean compare(String operator, long a, long b) {
      return switch (operator) {
        case "==" -> a == b;
        case "!=" -> a != b;
        case "<" -> a < b;
        case "<=" -> a <= b;
        case ">" -> a > b;
        default -> a >= b;
      };
    }

    private Value bits() {
      Value left = both();
      while (token.equals("|")) {
        left = binary(left, this::both);
      }
      return left;
    }

    private Value both() {
      Value left = sum();
      while (token.equals("&")) {
        left = binary(left, this::sum);
      }
      return left;
    }

    private Value sum() {
      Value left = product();
      while (token.equals("+") || token.equals("-")) {
        left = binary(left, this::product);
      }
      return left;
    }

    private Value product() {
      Value left = factor();
      while (token.equals("*") || token.equals("//") || token.equals("%")) {
        left = binary(left, this::factor);
      }
      return left;
    }

    private Value binary(Value first, Supplier<Value> next) {
      String operator = token;
      advance();
      Value second = next.get();
      return names -> calculate(operator, first.of(names), second.of(names));
    }

    private static long calculate(String operator, long a, long b) {
      return switch (operator) {
        case "&" -> a & b;
        case "|" -> a | b;
        case "+" -> a + b;
        case "-" -> a - b;
        case "*" -> a * b;
        case "//" -> Math.floorDiv(a, nonzero(b));
        default -> Math.floorMod(a, nonzero(b));
      };
    }

    private static long nonzero(long divisor) {
      if (divisor == 0) {
        throw new Mismatch("division by zero");
      }
      return divisor;
    }

    private Value factor() {
      if (take("-")) {
        Value value = nested(this::factor);
        return names -> -value.of(names);
      }
      if (take("(")) {
        Value value = nested(this::or);
        if (!take(")")) {
          throw unsupported();
        }
        return value;
      }
      return atom();
    }

    private Value atom() {
      String word = token;
      advance();
      if (NUMBER.matcher(word).matches()) {
        long number = word.startsWith("0x") ? Long.decode(word) : Long.parseLong(word);
        return names -> number;
      }
      if (!NAME.matcher(word).matches() || KEYWORDS.contains(word) || !names.contains(word)) {
        throw unsupported();
      }
      return names -> names.applyAsLong(word);
    }

    private Value nested(Supplier<Value> part) {
      if (++depth > MAX_DEPTH) {
        throw unsupported();
      }
      Value value = part.get();
      depth--;
      return value;
    }
  }
}
