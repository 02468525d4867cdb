package netmp.drill;

import java.util.List;

/** An argument or a result of a call in a script. */
sealed interface Expression {

  /** Anything. */
  record Any() implements Expression {}

  /**
   * A number.
   *
   * @param value its value
   */
  record Int(long value) implements Expression {}

  /**
   * A name, of a constant or of something else.
   *
   * @param name the name
   */
  record Word(String name) implements Expression {}

  /**
   * A string.
   *
   * @param text what is between the quotes
   */
  record Text(String text) implements Expression {}

  /**
   * A list in brackets or braces.
   *
   * @param items its items
   */
  record Items(List<Expression> items) implements Expression {}

  /**
   * A member of a structure.
   *
   * @param name its name
   * @param value its value
   */
  record Member(String name, Expression value) implements Expression {}

  /**
   * Flags.
   *
   * @param left some
   * @param right more
   */
  record Or(Expression left, Expression right) implements Expression {}

  /**
   * A macro, such as htons(80).
   *
   * @param name its name
   * @param arguments what it is given
   */
  record Macro(String name, List<Expression> arguments) implements Expression {}
}
