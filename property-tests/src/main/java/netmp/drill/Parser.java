package netmp.drill;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import netmp.drill.Event.Action;
import netmp.drill.Event.CallEvent;
import netmp.drill.Event.CodeEvent;
import netmp.drill.Event.CommandEvent;
import netmp.drill.Event.PacketEvent;
import netmp.drill.Event.Time;
import netmp.drill.Event.TimeKind;
import netmp.drill.Token.Kind;

/** Reads a script. */
final class Parser {

  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  private final Tokens tokens;
  private final PacketParser packets;
  private final ExpressionParser expressions;

  private Parser(String text) {
    tokens = new Tokens(Lexer.tokens(text));
    packets = new PacketParser(tokens);
    expressions = new ExpressionParser(tokens);
  }

  /**
   * Reads a script.
   *
   * @throws SyntaxError if it is none
   * @throws Unsupported if it has packets that the stack does not know
   */
  static Script parse(String text) {
    return new Parser(text).script();
  }

  private Script script() {
    List<Script.Option> options = new ArrayList<>();
    while (tokens.isAt(Kind.OPTION)) {
      Token option = tokens.next();
      options.add(
          new Script.Option(option.line(), option.text().substring(2), tokens.next().text()));
    }
    List<Event> events = new ArrayList<>();
    while (!tokens.isAt(Kind.END)) {
      events.add(event());
    }
    if (events.isEmpty()) {
      throw new SyntaxError(tokens.peek(), "there is no event in the script");
    }
    return new Script(options, events);
  }

  private Event event() {
    Token first = tokens.peek();
    if (first.kind() == Kind.COMMAND) {
      return new Event(first.line(), Time.AT_ONCE, action(first));
    }
    Time time = time();
    Action action = action(tokens.peek());
    boolean outbound = action instanceof PacketEvent packet && !packet.inbound();
    if (!outbound && (time.kind() == TimeKind.ANY || time.isRange())) {
      throw new SyntaxError(
          first, "event time <star> or a range can only be used with outbound packets");
    }
    return new Event(first.line(), time, action);
  }

  // ---- times ----

  private Time time() {
    if (tokens.take("*")) {
      return new Time(TimeKind.ANY, 0, 0);
    }
    boolean relative = tokens.take("+");
    Token first = tokens.peek();
    long from = micros();
    if (!tokens.take("~")) {
      return new Time(relative ? TimeKind.RELATIVE : TimeKind.ABSOLUTE, from, from);
    }
    if (relative) {
      tokens.expect("+");
    }
    long to = micros();
    if (to < from) {
      throw new SyntaxError(first, "time range is backwards");
    }
    return new Time(relative ? TimeKind.RELATIVE_RANGE : TimeKind.ABSOLUTE_RANGE, from, to);
  }

  private long micros() {
    Token token = tokens.peek();
    if (token.kind() != Kind.FLOAT) {
      tokens.expect(Kind.INTEGER, "a time");
    } else {
      tokens.next();
    }
    BigDecimal seconds = new BigDecimal(token.text());
    if (seconds.signum() < 0) {
      throw new SyntaxError(token, "negative time");
    }
    return seconds.multiply(MICROS).longValue();
  }

  // ---- actions ----

  private Action action(Token token) {
    return switch (token.kind()) {
      case COMMAND -> new CommandEvent(tokens.next().text());
      case CODE -> new CodeEvent(tokens.next().text());
      case WORD, ELLIPSIS -> call();
      default -> {
        if (token.is("<") || token.is(">")) {
          yield packets.packet();
        }
        throw new SyntaxError(token, "expected a packet or a call, found " + token.shown());
      }
    };
  }

  private CallEvent call() {
    long end = CallEvent.NOT_BLOCKING;
    if (tokens.isAt(Kind.ELLIPSIS)) {
      tokens.next();
      end = micros();
    }
    Token name = tokens.expect(Kind.WORD, "the name of a system call");
    tokens.expect("(");
    List<Expression> arguments = expressions.list(")");
    tokens.expect("=");
    Expression result = expressions.expression();
    String errno = tokens.isAt(Kind.WORD) ? tokens.next().text() : "";
    skipNote();
    return new CallEvent(name.text(), arguments, result, errno, end);
  }

  /** Words in parentheses that explain a result to people. */
  private void skipNote() {
    if (!tokens.take("(")) {
      return;
    }
    while (!tokens.take(")")) {
      if (tokens.isAt(Kind.END)) {
        tokens.expect(")");
      }
      tokens.next();
    }
  }
}
