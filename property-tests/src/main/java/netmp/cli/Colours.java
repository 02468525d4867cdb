package netmp.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Colours a refusal where the terminal has colours, which picocli finds out; NO_COLOR and
 * CLICOLOR_FORCE are heeded.
 */
final class Colours {

  /** What the lines below a heading look like. */
  private static final Map<String, List<Style>> SECTIONS =
      Map.of(
          "where this is false", List.of(Style.fg_red),
          "and what is allowed is", List.of(Style.fg_green),
          "the nearest that would fit is", List.of(Style.bold, Style.fg_green));

  private static final List<Style> FIRST = List.of(Style.bold, Style.fg_red);

  private Colours() {}

  /**
   * The text of a refusal.
   *
   * @param text as {@code Refusal.text} has it: headings, and indented lines below them
   * @param ansi whether it is coloured
   */
  static String refusal(String text, Ansi ansi) {
    if (!ansi.enabled()) {
      return text;
    }
    List<String> lines = text.lines().toList();
    List<Style> now = List.of();
    StringBuilder coloured = new StringBuilder(paint(lines.getFirst(), FIRST)).append('\n');
    for (String line : lines.subList(1, lines.size())) {
      boolean heading = !line.startsWith(" ");
      if (heading) {
        now = SECTIONS.getOrDefault(line, List.of());
      }
      coloured.append(heading ? line : paint(line, now)).append('\n');
    }
    return coloured.toString();
  }

  private static String paint(String line, List<Style> styles) {
    String on = styles.stream().map(each -> each.on()).collect(Collectors.joining());
    return styles.isEmpty() ? line : on + line + Style.reset.on();
  }
}
