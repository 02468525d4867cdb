package netmp.fuzz;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import netmp.fuzz.edges.CountingLoader;
import netmp.fuzz.frames.FrameInputs;

/** What can be fuzzed, by name. */
public final class Targets {

  /**
   * A target that was not loaded.
   *
   * @param <I> what its inputs are
   * @param name its name, which is also that of its folder in the corpus
   * @param inputs makes inputs
   * @param className of the target
   */
  public record Entry<I>(String name, Inputs<I> inputs, String className) {

    /**
     * Loads the target, with a copy of the program of its own, and makes a fuzzer for it.
     *
     * @param program finds the class files of the program
     * @param seed decides all that is random
     * @return a fuzzer with an empty corpus
     */
    public Fuzzer<I> fuzzer(ClassLoader program, long seed) {
      CountingLoader loader = new CountingLoader(program);
      @SuppressWarnings("unchecked") // the class is for these inputs
      Target<I> target = (Target<I>) loader.create(className, Target.class);
      return new Fuzzer<>(inputs, target, loader.counts(), seed);
    }
  }

  private static final Map<String, Entry<?>> ALL = new TreeMap<>();

  static {
    add("frames", new FrameInputs(), "StackTarget");
    add("drill", new ByteInputs(drillWords()), "DrillTarget");
    add(
        "trace",
        new ByteInputs("{", "}", "[", "]", "\"", ":", ",", "\"n\":", "\"b\":", "\\u0000"),
        "TraceTarget");
    add("capture", new ByteInputs(), "CaptureTarget");
    add("network", new ByteInputs(networkWords()), "NetworkTarget");
    add("dns", new ByteInputs("\u00c0\f"), "DnsTarget");
    add(
        "itf",
        new ByteInputs(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "\"#bigint\"",
            "\"#map\"",
            "\"#set\"",
            "\"#tup\"",
            "\"vars\"",
            "\"states\"",
            "\"loop\"",
            "\"#meta\""),
        "ItfTarget");
  }

  private Targets() {}

  private static String[] drillWords() {
    return new String[] {
      "+0",
      "*",
      "~",
      "<",
      ">",
      "S",
      "F",
      "P.",
      ".",
      "R",
      "1:1001(1000)",
      "ack 1",
      "win 65535",
      "<mss 1460,nop,wscale 7>",
      "sack 1:2",
      "TS val 1 ecr 2",
      "...",
      "socket(",
      ") = 0",
      "{",
      "}",
      "[",
      "]",
      "`",
      "%{",
      "}%",
      "\"",
      "0x",
      "1e9",
      "icmp unreachable",
      "udp (100)",
      "//",
      "/*"
    };
  }

  private static String[] networkWords() {
    return new String[] {
      "host ",
      "switch ",
      "link ",
      "seed ",
      "capture ",
      "#",
      "delay=10ms",
      "jitter=1us",
      "bandwidth=10M",
      "loss=0.1",
      "duplication=0.1",
      "reordering=0.1/2s",
      "corruption=1e-3",
      "mtu=1500",
      "9999999999",
      "\n"
    };
  }

  private static <I> void add(String name, Inputs<I> inputs, String className) {
    ALL.put(name, new Entry<>(name, inputs, "netmp.fuzz.targets." + className));
  }

  /**
   * The names of all targets.
   *
   * @return in order
   */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * A target.
   *
   * @param name one of {@link #names}
   * @return the target, or null if there is none
   */
  public static Entry<?> get(String name) {
    return ALL.get(name);
  }
}
