package netmp.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import netmp.probe.Probe;

/**
 * Writes a trace, one JSON object per line (schema version 1, {@code docs/trace-format.md}). One
 * thread at a time. The bytes depend on the arguments alone.
 */
public final class TraceWriter implements EventSink, AutoCloseable {

  /** The schema version in the header. */
  public static final int VERSION = 1;

  private static final int LINE = 512;

  private final OutputStream out;
  private final boolean intervals;
  private byte[] buffer = new byte[LINE];
  private int length;

  /**
   * What the first line says.
   *
   * @param workload what ran
   * @param seed from which it repeats
   * @param real whether on real threads: then events carry intervals
   * @param cpus protocol threads per stack
   */
  public record Header(String workload, long seed, boolean real, int cpus) {}

  /**
   * Begins a trace.
   *
   * @param out receives the bytes; should be buffered; closed by {@link #close}
   * @param header the first line
   */
  public TraceWriter(OutputStream out, Header header) {
    this.out = out;
    intervals = header.real;
    text("{\"netmp\":").number(VERSION);
    text(",\"workload\":").string(header.workload).text(",\"seed\":").number(header.seed);
    text(",\"mode\":\"").text(header.real ? "real" : "sim");
    text("\",\"order\":\"").text(header.real ? "interval" : "total");
    text("\",\"cpus\":").number(header.cpus).text("}\n");
    flushLine();
  }

  @Override
  public void event(long n, long from, String thread, String object, Probe probe, long a, long b) {
    text("{\"n\":").number(n);
    if (intervals) {
      text(",\"b\":").number(from);
    }
    text(",\"t\":").string(thread).text(",\"o\":").string(object);
    text(",\"a\":").string(probe.action()).text(",\"x\":[");
    if (probe.arity() > 0) {
      number(a);
    }
    if (probe.arity() > 1) {
      text(",").number(b);
    }
    text("]}\n");
    flushLine();
  }

  /** A JSON string. Names of threads may hold anything. */
  private TraceWriter string(String value) {
    boolean plain = value.chars().allMatch(TraceWriter::isPlain);
    return text("\"").text(plain ? value : escaped(value)).text("\"");
  }

  private static boolean isPlain(int character) {
    return character >= ' ' && character != '"' && character != '\\';
  }

  private static String escaped(String value) {
    return value
        .chars()
        .mapToObj(c -> isPlain(c) ? Character.toString(c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }

  private TraceWriter text(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
      }
      buffer[length + i] = (byte) text.charAt(i);
    }
    length += text.length();
    return this;
  }

  private TraceWriter bytes(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  private void room(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * (length + more));
    }
  }

  private TraceWriter number(long value) {
    return text(Long.toString(value));
  }

  private void flushLine() {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace", e);
    }
    length = 0;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
