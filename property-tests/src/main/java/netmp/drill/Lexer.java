package netmp.drill;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.drill.Token.Kind;

/**
 * Cuts a script into words. As with packetdrill's own, the longest word wins; comments are those of
 * C, C++ and the shell.
 *
 * <p>Repetitions of alternatives are possessive: others need stack for each character.
 */
final class Lexer {

  private static final Pattern BLANK =
      Pattern.compile("(?:\\s|//[^\\n]*|#[^\\n]*|/\\*(?s:.*?)\\*/)*+");
  private static final Pattern OPTION_VALUE =
      Pattern.compile("=((?:`[^`]*`|\"[^\"]*\"|[^\\s`\"])*+)");
  private static final Map<Kind, Pattern> WORDS = new EnumMap<>(Kind.class);

  static {
    WORDS.put(Kind.CODE, Pattern.compile("%\\{(?s:.*?)\\}%"));
    WORDS.put(Kind.COMMAND, quoted('`'));
    WORDS.put(Kind.STRING, quoted('"'));
    WORDS.put(Kind.OPTION, Pattern.compile("--[a-zA-Z0-9_]+"));
    WORDS.put(Kind.ELLIPSIS, Pattern.compile("\\.\\.\\."));
    WORDS.put(Kind.ADDRESS, Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+"));
    WORDS.put(Kind.FLOAT, Pattern.compile("-?[0-9]*\\.[0-9]+"));
    WORDS.put(Kind.INTEGER, Pattern.compile("-?[0-9]+"));
    WORDS.put(Kind.HEX, Pattern.compile("0x[0-9a-fA-F]+"));
    WORDS.put(Kind.WORD, Pattern.compile("[a-zA-Z0-9_]+"));
    WORDS.put(Kind.SYMBOL, Pattern.compile("\\S"));
  }

  /** Up to a quote that is not escaped; if there is none, up to the last that is. */
  private static Pattern quoted(char quote) {
    return Pattern.compile("Q(?:(?:\\\\(?s:.)|[^Q\\\\])*+Q|(?s:.*)Q)".replace('Q', quote));
  }

  private final String text;
  private final Map<String, String> definitions = new HashMap<>();
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private Lexer(String text) {
    this.text = text;
  }

  /**
   * The words of a script, of which the last is its end.
   *
   * @throws SyntaxError if there is a string, a command, code or a comment without end
   */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    lexer.skipBlank();
    while (lexer.at < text.length()) {
      lexer.next();
      lexer.skipBlank();
    }
    lexer.add(Kind.END, "");
    return lexer.tokens;
  }

  private void skipBlank() {
    Matcher blank = BLANK.matcher(text).region(at, text.length());
    if (blank.lookingAt()) {
      advance(blank.end());
    }
  }

  private void advance(int to) {
    for (int i = at; i < to; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    at = to;
  }

  private void add(Kind kind, String word) {
    tokens.add(new Token(kind, word, line, at - lineStart + 1));
  }

  private void next() {
    Kind best = Kind.SYMBOL;
    int end = at;
    for (Map.Entry<Kind, Pattern> each : WORDS.entrySet()) {
      Matcher matcher = each.getValue().matcher(text).region(at, text.length());
      if (matcher.lookingAt() && matcher.end() > end) {
        best = each.getKey();
        end = matcher.end();
      }
    }
    take(best, text.substring(at, end), end);
  }

  private void take(Kind kind, String word, int end) {
    refuseUnended(kind, word);
    switch (kind) {
      case CODE -> add(kind, word.substring(2, word.length() - 2));
      case COMMAND, STRING -> add(kind, word.substring(1, word.length() - 1));
      case WORD -> addWord(word);
      default -> add(kind, word);
    }
    advance(end);
    if (kind == Kind.OPTION) {
      takeOptionValue(word);
    }
  }

  private void refuseUnended(Kind kind, String word) {
    boolean opens = "\"`".contains(word) || text.startsWith("%{", at) || text.startsWith("/*", at);
    if (kind == Kind.SYMBOL && opens) {
      throw new SyntaxError(line, at - lineStart + 1, "what begins here has no end");
    }
  }

  /** The value stands as one word behind the option, whatever it looks like. */
  private void takeOptionValue(String option) {
    Matcher value = OPTION_VALUE.matcher(text).region(at, text.length());
    boolean given = value.lookingAt();
    String word = given ? value.group(1) : "";
    add(Kind.STRING, word);
    if (given) {
      advance(value.end());
    }
    if (option.equals("--define") && word.contains("=")) {
      int equals = word.indexOf('=');
      definitions.put(word.substring(0, equals), word.substring(equals + 1));
    }
  }

  /** A word that the script has defined stands for its value. */
  private void addWord(String word) {
    String value = definitions.get(word);
    if (value == null) {
      add(Kind.WORD, word);
    } else if (value.startsWith("\"")) {
      add(Kind.STRING, value.substring(1, value.length() - 1));
    } else if (value.startsWith("`")) {
      add(Kind.COMMAND, value.substring(1, value.length() - 1));
    } else {
      add(Kind.WORD, value);
    }
  }
}
