package netmp.fuzz.frames;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import netmp.fuzz.frames.Step.Kind;

/**
 * Inputs as text, a step in a line: {@code stack 5}, {@code frame 10 answer sums 0200...}, {@code
 * call 0 WRITE 3 1000}. Empty lines and those that begin with # say nothing.
 */
final class FrameText {

  private static final HexFormat HEX = HexFormat.of();

  private FrameText() {}

  static String write(FrameInput input) {
    StringBuilder text = new StringBuilder().append("stack ").append(input.variant()).append('\n');
    for (Step step : input.steps()) {
      switch (step) {
        case Step.Frame(int micros, boolean answer, boolean sums, byte[] bytes) ->
            text.append("frame ")
                .append(micros)
                .append(answer ? " answer" : "")
                .append(sums ? " sums" : "")
                .append(' ')
                .append(HEX.formatHex(bytes));
        case Step.Call(int micros, Kind call, int socket, int number) ->
            text.append("call %d %s %d %d".formatted(micros, call, socket, number));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is something else; names the line
   */
  static FrameInput read(String text) {
    int variant = 0;
    List<Step> steps = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      try {
        if (line.startsWith("stack ")) {
          variant = Integer.parseInt(line.substring(6));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          steps.add(step(line.split(" +")));
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " is no step of an input: " + e.getMessage(), e);
      }
    }
    return new FrameInput(variant, steps);
  }

  private static Step step(String[] words) {
    int micros = Integer.parseInt(words[1]);
    if (micros < 0) {
      throw new IllegalArgumentException("a negative time");
    }
    return switch (words[0]) {
      case "frame" -> {
        List<String> how = Arrays.asList(words).subList(2, words.length);
        String last = words[words.length - 1];
        boolean empty = how.isEmpty() || last.equals("answer") || last.equals("sums");
        yield new Step.Frame(
            micros, how.contains("answer"), how.contains("sums"), HEX.parseHex(empty ? "" : last));
      }
      case "call" ->
          new Step.Call(
              micros,
              Kind.valueOf(words[2]),
              Integer.parseInt(words[3]),
              Integer.parseInt(words[4]));
      default -> throw new IllegalArgumentException("it begins with " + words[0]);
    };
  }
}
