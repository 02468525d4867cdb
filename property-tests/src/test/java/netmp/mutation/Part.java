package netmp.mutation;

import java.util.Arrays;
import java.util.Locale;

/** A part of the code that is mutated, and the tests that are to see it. */
enum Part {
  /** The socket buffers. */
  SOCKBUFS(
      "netmp.sockbuf.*",
      "netmp.sockbuf.*,netmp.socket.*Test,netmp.workload.RingTraceTest,netmp.workload.WorkloadsTest",
      ""),

  /** The tables of control blocks. How flows spread over buckets is a matter of speed. */
  PCB_TABLES("netmp.pcb.*", "netmp.pcb.*,netmp.socket.*Test,netmp.stack.*Test", "hash,spread"),

  /** TCP. */
  TCP("netmp.tcp.*", "netmp.tcp.*,netmp.stack.*Test,netmp.drill.*", ""),

  /** What judges traces. */
  CHECKER("netmp.validate.*", "netmp.validate.*", "");

  /** Patterns of names, with commas between. */
  final String classes;

  final String tests;

  /** Methods that are left alone, by name; may be empty. */
  final String exempt;

  Part(String classes, String tests, String exempt) {
    this.classes = classes;
    this.tests = tests;
    this.exempt = exempt;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Part of(String text) {
    for (Part part : values()) {
      if (part.toString().equals(text)) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "no part '%s'; there are %s".formatted(text, Arrays.toString(values())));
  }
}
