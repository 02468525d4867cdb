package netmp.benchmark;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is on the heap, by the histogram of live objects. */
public final class LiveHeap {

  /** Such as {@code 1: 20000 4800000 netmp.sockbuf.Cupholder (module)}. */
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+).*");

  private LiveHeap() {}

  /**
   * Collects garbage, and looks at what is left.
   *
   * @return bytes of live objects, by class
   * @throws JMException if this JVM has no such command
   */
  public static Map<String, Long> histogram() throws JMException {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    Map<String, Long> bytes = new HashMap<>();
    Matcher line = LINE.matcher("");
    text.toString()
        .lines()
        .filter(l -> line.reset(l).matches())
        .forEach(l -> bytes.merge(line.group(2), Long.valueOf(line.group(1)), Long::sum));
    return bytes;
  }

  /**
   * What has come.
   *
   * @param before a histogram
   * @param after a later one
   * @param count how many things have come
   * @return bytes for one of them, by class
   */
  public static Map<String, Long> difference(
      Map<String, Long> before, Map<String, Long> after, int count) {
    Map<String, Long> bytes = new HashMap<>();
    after.forEach(
        (name, now) ->
            bytes.put(name, Math.round((now - before.getOrDefault(name, 0L)) / (double) count)));
    return bytes;
  }
}
