package netmp.drill;

import java.util.List;
import netmp.drill.Token.Kind;

/** The words of a script, one after the other. */
final class Tokens {

  private final List<Token> tokens;
  private int at;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The word behind the next one; at the end, the end. */
  Token peekBehind() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  boolean isAt(String word) {
    return peek().is(word);
  }

  boolean isAt(Kind kind) {
    return peek().kind() == kind;
  }

  /** Takes a word if it is next. */
  boolean take(String word) {
    boolean there = isAt(word);
    if (there) {
      next();
    }
    return there;
  }

  /** Takes a word that must be next. */
  Token expect(String word) {
    if (!isAt(word)) {
      throw new SyntaxError(peek(), "expected '" + word + "', found " + peek().shown());
    }
    return next();
  }

  Token expect(Kind kind, String what) {
    if (!isAt(kind)) {
      throw new SyntaxError(peek(), "expected " + what + ", found " + peek().shown());
    }
    return next();
  }

  /** A decimal number that must be next, in a range. */
  long number(String what, long least, long most) {
    Token token = expect(Kind.INTEGER, what);
    try {
      long value = Long.parseLong(token.text());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // more digits than any range has
    }
    throw new SyntaxError(token, what + " out of range: " + token.text());
  }

  int u16(String what) {
    return (int) number(what, 0, 0xffff);
  }

  int u32(String what) {
    return (int) number(what, 0, 0xffff_ffffL);
  }
}
