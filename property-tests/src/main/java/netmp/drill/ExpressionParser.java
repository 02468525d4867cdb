package netmp.drill;

import java.util.ArrayList;
import java.util.List;
import netmp.drill.Expression.Any;
import netmp.drill.Expression.Int;
import netmp.drill.Expression.Items;
import netmp.drill.Expression.Macro;
import netmp.drill.Expression.Member;
import netmp.drill.Expression.Or;
import netmp.drill.Expression.Text;
import netmp.drill.Expression.Word;
import netmp.drill.Token.Kind;

/** Reads arguments and results of calls. One grammar for all structures: members with names. */
final class ExpressionParser {

  private static final int MAX_DEPTH = 100;

  private final Tokens tokens;
  private int depth;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** What is between an opening delimiter that was taken and a closing one, with commas. */
  List<Expression> list(String close) {
    List<Expression> items = new ArrayList<>();
    if (tokens.take(close)) {
      return items;
    }
    do {
      items.add(expression());
    } while (tokens.take(","));
    tokens.expect(close);
    return items;
  }

  Expression expression() {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxError(tokens.peek(), "nested too deeply");
    }
    Expression left = primary();
    while (tokens.take("|")) {
      left = new Or(left, primary());
    }
    depth--;
    return left;
  }

  private Expression primary() {
    Token token = tokens.next();
    return switch (token.kind()) {
      case ELLIPSIS -> new Any();
      case INTEGER, HEX -> number(token);
      case STRING -> strings(token);
      case WORD -> word(token);
      case SYMBOL -> bracketed(token);
      default -> throw unexpected(token);
    };
  }

  private static SyntaxError unexpected(Token token) {
    return new SyntaxError(token, "expected an argument or a result, found " + token.shown());
  }

  private static Expression number(Token token) {
    try {
      return new Int(Long.decode(token.kind() == Kind.HEX ? token.text() : decimal(token.text())));
    } catch (NumberFormatException e) {
      throw new SyntaxError(token, "number out of range: " + token.text());
    }
  }

  /** Without the leading zeros that mean octal to Java. */
  private static String decimal(String text) {
    return Long.toString(Long.parseLong(text));
  }

  /** Strings that stand side by side are one; dots behind it say that it goes on somehow. */
  private Expression strings(Token first) {
    StringBuilder text = new StringBuilder(first.text());
    while (tokens.isAt(Kind.STRING)) {
      text.append(tokens.next().text());
    }
    if (tokens.isAt(Kind.ELLIPSIS)) {
      tokens.next();
    }
    return new Text(text.toString());
  }

  /** A constant, a macro, a member, or a member with its length as msg_iov(1)=... */
  private Expression word(Token token) {
    List<Expression> arguments = tokens.take("(") ? list(")") : null;
    if (tokens.take("=")) {
      return new Member(token.text(), expression());
    }
    return arguments == null ? new Word(token.text()) : new Macro(token.text(), arguments);
  }

  private Expression bracketed(Token token) {
    return switch (token.text()) {
      case "[" -> new Items(list("]"));
      case "{" -> new Items(list("}"));
      default -> throw unexpected(token);
    };
  }
}
