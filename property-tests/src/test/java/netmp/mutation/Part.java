package netmp.mutation;

import java.util.List;
import java.util.Locale;

/** A part of the code that is mutated, and the tests that are to see it. */
enum Part {
  /** The socket buffers. */
  SOCKBUFS(
      List.of("netmp.sockbuf.*"),
      List.of("netmp.sockbuf.*", "netmp.socket.*Test", "netmp.workload.RingTraceTest"),
      List.of()),

  /** The tables of control blocks. How flows spread over buckets is a matter of speed. */
  PCB_TABLES(
      List.of("netmp.pcb.*"),
      List.of("netmp.pcb.*", "netmp.socket.*Test", "netmp.stack.*Test"),
      List.of("hash", "spread")),

  /** TCP. */
  TCP(
      List.of("netmp.tcp.*"),
      List.of("netmp.tcp.*", "netmp.stack.*Test", "netmp.drill.*"),
      List.of()),

  /** What judges traces. */
  CHECKER(List.of("netmp.validate.*"), List.of("netmp.validate.*"), List.of());

  final List<String> classes;
  final List<String> tests;

  /** Methods that are left alone, by name. */
  final List<String> exempt;

  Part(List<String> classes, List<String> tests, List<String> exempt) {
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
        "no part '%s'; there are %s".formatted(text, List.of(values())));
  }
}
