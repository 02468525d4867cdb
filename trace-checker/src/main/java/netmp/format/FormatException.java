package netmp.format;

import com.fasterxml.jackson.core.JsonLocation;
import java.io.IOException;

/** A file that is not of its format. The message names line and column. */
public final class FormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Something wrong at a place.
   *
   * @param at where
   * @param message what is wrong, and what is expected
   */
  FormatException(JsonLocation at, String message) {
    super("line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + message);
  }
}
