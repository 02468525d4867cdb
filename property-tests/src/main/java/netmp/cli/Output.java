package netmp.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Console;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import netmp.model.CounterexamplePrinter;
import netmp.report.Report.Table;
import netmp.report.Text;
import netmp.tlc.Counterexample;
import netmp.tlc.Step;
import netmp.tlc.TlcResult;
import netmp.tlc.Verdict;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command speaks: to people, or with --json to tools. Mixed into every command. */
final class Output {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int WIDTH = 78;
  private static final long A_MINUTE = 60_000_000_000L;

  @Option(names = "--json", description = "Print one JSON value for tools instead of text.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private boolean progressShown;
  private long lastLine = System.nanoTime();

  boolean isJson() {
    return json;
  }

  /** Prints text, unless --json. */
  void say(String text) {
    if (!json) {
      clearProgress();
      out().println(text);
      out().flush();
    }
  }

  /** Prints a line beside the output, on standard error. Any thread. */
  void log(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  /** Standard output, for bytes; a close flushes it. */
  OutputStream bytes() {
    return new FilterOutputStream(System.out) {
      @Override
      public void write(byte[] data, int offset, int length) throws IOException {
        out.write(data, offset, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /** Prints a table, unless --json. */
  void table(Table table) {
    say(Text.table(table).stripTrailing());
  }

  /** Prints a value, if --json. */
  void value(Object value) {
    if (json) {
      clearProgress();
      try {
        out().println(JSON.writeValueAsString(value));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a result that cannot be written", e);
      }
      out().flush();
    }
  }

  /**
   * Shows what is going on: on a terminal in one line that the next output replaces, elsewhere in a
   * line per minute.
   */
  synchronized void progress(String text) {
    if (isTerminal()) {
      String line = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
      command.commandLine().getErr().print("\r" + line + " ".repeat(WIDTH - line.length()) + "\r");
      command.commandLine().getErr().flush();
      progressShown = true;
    } else if (System.nanoTime() - lastLine > A_MINUTE) {
      lastLine = System.nanoTime();
      log(text);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // null again since JDK 25, where there is no terminal
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Shows how far TLC is in a model. */
  void states(String name, long distinct) {
    progress("%s: %,d distinct states".formatted(name, distinct));
  }

  /** A run that says nothing about the specification, because TLC cannot read it. */
  static void refuseBroken(String name, TlcResult result) {
    Set<Verdict> unreadable =
        Set.of(Verdict.PARSE_ERROR, Verdict.CONFIG_ERROR, Verdict.MISSING_FILE);
    if (unreadable.contains(result.verdict())) {
      throw new BadInput(CounterexamplePrinter.print(name, result).strip());
    }
  }

  /** A run of TLC as a value for tools. */
  static Map<String, Object> value(TlcResult result) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("verdict", result.verdict());
    value.put("violated", result.violated());
    value.put("generated", result.generated());
    value.put("distinct", result.distinct());
    value.put("depth", result.depth());
    value.put("seconds", result.seconds());
    value.put("counterexample", value(result.counterexample()));
    value.put("message", result.message());
    return value;
  }

  private static Map<String, Object> value(Counterexample counterexample) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("steps", counterexample.steps().stream().map(Output::value).toList());
    value.put("ending", counterexample.ending());
    value.put("loopTo", counterexample.loopTo());
    return value;
  }

  private static Map<String, Object> value(Step step) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("number", step.number());
    value.put("action", step.action());
    value.put("arguments", step.arguments());
    value.put("state", step.state());
    return value;
  }

  /** A constant's name as words. */
  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private synchronized void clearProgress() {
    if (progressShown) {
      progress("");
      progressShown = false;
    }
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
