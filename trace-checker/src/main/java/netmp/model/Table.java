package netmp.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Results as a table of plain text. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;

  private Table(String columns) {
    List<String> names = List.of(columns.split("\\|"));
    right = new boolean[names.size()];
    List<String> heading = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      right[i] = names.get(i).startsWith(">");
      heading.add(right[i] ? names.get(i).substring(1) : names.get(i));
    }
    rows.add(heading);
  }

  /**
   * The table of models.
   *
   * @param results what TLC found
   * @return lines of equal columns, with a heading
   */
  public static String ofModels(List<ModelResult> results) {
    Table table = new Table("model|>states|>distinct|>depth|>seconds|verdict");
    for (ModelResult each : results) {
      table.row(
          each.model().name(),
          "%,d".formatted(each.tlc().generated()),
          "%,d".formatted(each.tlc().distinct()),
          Integer.toString(each.tlc().depth()),
          "%.1f".formatted(each.tlc().seconds()),
          each.good() ? words(each.tlc().verdict()) : "FAILED");
    }
    return table.text();
  }

  /**
   * The table of broken variants.
   *
   * @param results what TLC found
   * @return lines of equal columns, with a heading
   */
  public static String ofDefects(List<DefectResult> results) {
    Table table = new Table("defect|spec|violates|>steps|>seconds|verdict|what is broken");
    for (DefectResult each : results) {
      table.row(
          each.defect().id(),
          each.spec(),
          each.defect().violates(),
          Integer.toString(each.tlc().counterexample().steps().size()),
          "%.1f".formatted(each.tlc().seconds()),
          each.good() ? "refuted" : "FAILED",
          each.defect().what());
    }
    return table.text();
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void row(String... cells) {
    rows.add(Arrays.asList(cells));
  }

  private String text() {
    int[] widths = new int[right.length];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String blanks = " ".repeat(widths[i] - row.get(i).length());
        line.append(right[i] ? blanks + row.get(i) : row.get(i) + blanks).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
