package netmp.soak;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Where threads are, and what they died of, in text. */
final class Stacks {

  private Stacks() {}

  static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  static String text(Thread thread) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : thread.getStackTrace()) {
      text.append("\n    at ").append(frame);
    }
    return text.toString();
  }
}
