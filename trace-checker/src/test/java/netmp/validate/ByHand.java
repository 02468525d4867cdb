package netmp.validate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import netmp.model.Specifications;

/** Traces of one end of a TCP connection that are written by hand, against the stack's specs. */
final class ByHand {

  private static final String HEADER =
      "{\"netmp\":1,\"workload\":\"by-hand\",\"seed\":1,\"mode\":\"sim\",\"order\":\"total\","
          + "\"cpus\":1}";

  /** Loaded once, also where each test is a run of its own (PIT): it takes a second. */
  static final Catalogue LOADED = open();

  private ByHand() {}

  private static Catalogue open() {
    try {
      Specifications specifications = Specifications.ofClassPath();
      Runtime.getRuntime().addShutdownHook(new Thread(specifications::close));
      return Catalogue.of(specifications);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Judges events, each an action and its arguments, with spaces between them. */
  static Validation judge(List<String> events) throws Exception {
    return judge(new StreamEngine(LOADED.forAnotherThread()), events);
  }

  static Validation judge(Engine engine, List<String> events) throws Exception {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (String event : events) {
      lines.add(line(lines.size(), event));
    }
    byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      return engine.validate(reader);
    }
  }

  private static String line(int number, String event) {
    String[] words = event.split(" ");
    String arguments = String.join(",", Arrays.asList(words).subList(1, words.length));
    return "{\"n\":%d,\"t\":\"A.p0\",\"o\":\"A/tcpcb/1\",\"a\":\"%s\",\"x\":[%s]}"
        .formatted(number, words[0], arguments);
  }
}
