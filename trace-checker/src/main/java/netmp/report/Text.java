package netmp.report;

import java.util.ArrayList;
import java.util.List;
import netmp.report.Report.Row;
import netmp.report.Report.Table;

/** Tables as plain text. */
public final class Text {

  private static final String NUMBER = "[0-9.,]+";

  private Text() {}

  /**
   * A table with columns of equal width; numbers are to the right.
   *
   * @param table the table
   * @return lines, the heading first; a bad row is marked
   */
  public static String table(Table table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columns());
    table.rows().stream().map(Row::cells).forEach(lines::add);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean bad = i > 0 && !table.rows().get(i - 1).good();
      StringBuilder line = new StringBuilder(bad ? "* " : "  ");
      for (int column = 0; column < table.columns().size(); column++) {
        line.append(cell(lines, i, column)).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String cell(List<List<String>> lines, int row, int column) {
    int width = lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    boolean numbers = lines.stream().skip(1).allMatch(line -> line.get(column).matches(NUMBER));
    String cell = lines.get(row).get(column);
    String blanks = " ".repeat(width - cell.length());
    return numbers ? blanks + cell : cell + blanks;
  }
}
