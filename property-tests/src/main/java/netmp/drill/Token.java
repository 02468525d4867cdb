package netmp.drill;

/**
 * A word of a script.
 *
 * @param kind what it is
 * @param text as it stands there; of strings, commands and code, what is between the delimiters
 * @param line from 1
 * @param column from 1
 */
record Token(Kind kind, String text, int line, int column) {

  /** The kinds, in the order in which the lexer prefers them when several are equally long. */
  enum Kind {
    CODE,
    COMMAND,
    STRING,
    OPTION,
    ELLIPSIS,
    ADDRESS,
    FLOAT,
    INTEGER,
    HEX,
    WORD,
    SYMBOL,
    END
  }

  boolean is(String expected) {
    return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(expected);
  }

  /** How messages call it. */
  String shown() {
    return kind == Kind.END ? "the end of the script" : "'" + text.strip() + "'";
  }
}
