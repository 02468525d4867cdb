package netmp.report;

import java.util.List;

/**
 * What a page shows.
 *
 * @param title its heading
 * @param seconds how long it took to find all this out
 * @param tables what was done
 * @param failures what went wrong, in full
 * @param diagrams traces to be drawn
 */
public record Report(
    String title,
    double seconds,
    List<Table> tables,
    List<Failure> failures,
    List<Diagram> diagrams) {

  /** Copies the lists. */
  public Report {
    tables = List.copyOf(tables);
    failures = List.copyOf(failures);
    diagrams = List.copyOf(diagrams);
  }

  /**
   * A table.
   *
   * @param title its heading
   * @param note what one should know about it, or empty
   * @param columns headings of the columns
   * @param rows its rows
   */
  public record Table(String title, String note, List<String> columns, List<Row> rows) {

    /** Copies the lists. */
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /**
   * A row of a table.
   *
   * @param good whether what it tells is as it should be
   * @param cells one for each column
   */
  public record Row(boolean good, List<String> cells) {

    /** Copies the list. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * Something that went wrong.
   *
   * @param title what
   * @param text everything there is to say about it, in lines
   */
  public record Failure(String title, String text) {}

  /**
   * A part of a trace, to be drawn.
   *
   * @param title what it is
   * @param events how many
   * @param refusedLine line of the event that was refused; 0 if none was
   * @param data the events and the states after them, as {@link Recording} encodes them
   */
  public record Diagram(String title, int events, long refusedLine, String data) {}

  /**
   * Whether everything is as it should be.
   *
   * @return false if a row is bad or something failed
   */
  public boolean good() {
    return failures.isEmpty()
        && tables.stream().allMatch(t -> t.rows().stream().allMatch(Row::good));
  }
}
