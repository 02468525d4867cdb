package netmp.tlc.inside;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import util.ToolIO;

/**
 * Takes the place of TLC's output. TLC prints one message per call of {@code println}, so the
 * messages are kept apart without parsing.
 */
final class Console extends PrintStream {

  /** A specification that prints in every state must not fill the memory. */
  private static final int LIMIT = 2_000;

  private static final String ERROR = "Error: ";
  private static final String WARNING = "Warning: ";
  private static final String PARSING = "Parsing file ";
  private static final String COUNTEREXAMPLE_HEADING =
      "\nThe following behavior constitutes a counter-example:";
  private static final List<String> PARSER_NOTES =
      List.of(
          PARSING,
          ERROR,
          "Semantic processing of module ",
          "Starting...",
          "tla2sany.semantic.AbortException",
          "\nFatal errors while parsing TLA+ spec in file");

  private final List<String> messages = new ArrayList<>();

  private Console() {
    super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  /** Installs a console for everything TLC prints from now on. */
  static Console install() {
    Console console = new Console();
    ToolIO.out = console;
    ToolIO.err = console;
    return console;
  }

  @Override
  public synchronized void println(String message) {
    if (messages.size() < LIMIT && message != null) {
      messages.add(message);
    }
  }

  @Override
  public void println(Object message) {
    println(String.valueOf(message));
  }

  @Override
  public void print(Object message) {
    println(String.valueOf(message));
  }

  /** What TLC calls errors, in their order, without the headings of counterexamples. */
  synchronized List<String> errors() {
    return starting(ERROR).stream()
        .filter(message -> !message.startsWith("The behavior up to this point is"))
        .map(message -> message.replace(COUNTEREXAMPLE_HEADING, ""))
        .toList();
  }

  /** What TLC calls warnings, in their order. */
  synchronized List<String> warnings() {
    return starting(WARNING);
  }

  /** What the parser says, without its notes on progress. */
  synchronized List<String> parserMessages() {
    return messages.stream()
        .filter(message -> PARSER_NOTES.stream().noneMatch(message::startsWith))
        .map(String::strip)
        .filter(message -> !message.isEmpty())
        .toList();
  }

  /** Name of the module that was parsed last; empty if none was. */
  synchronized String lastParsedModule() {
    return messages.stream()
        .filter(message -> message.startsWith(PARSING))
        .reduce("", (first, second) -> second)
        .replaceAll("^.*[/\\\\]|\\.tla$", "");
  }

  private List<String> starting(String prefix) {
    return messages.stream()
        .filter(message -> message.startsWith(prefix))
        .map(message -> message.substring(prefix.length()).strip())
        .toList();
  }
}
