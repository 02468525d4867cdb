package netmp.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a trace, event by event (schema version 1, {@code docs/trace-format.md}). One thread at a
 * time. Keeps the names of threads in memory, and those of objects that came up of late.
 */
public final class TraceReader implements AutoCloseable {

  private static final int VERSION = 1;
  private static final Pattern OBJECT = Pattern.compile("[^/]+/[^/]+/[^/]+");
  private static final int MAX_LENGTH = 1000;
  private static final int MAX_ARGUMENTS = 16;
  private static final int MAX_HEADER = 100;
  private static final int MAX_THREADS = 1 << 22;
  private static final int MAX_RECENT = 1 << 16;

  /** What is longer or deeper is no trace, and must not use up the memory. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxStringLength(MAX_LENGTH)
          .maxNameLength(MAX_LENGTH)
          .maxNumberLength(MAX_LENGTH)
          .maxNestingDepth(MAX_ARGUMENTS)
          .build();

  /** The fields of an event, one bit for each. */
  private static final String FIELDS = "nbtoax";

  private final JsonParser parser;
  private final TraceHeader header;
  private final Names names = new Names();
  private final Set<String> objects = new HashSet<>();
  private final Map<String, Long> stampOfThread = new HashMap<>();
  private long lastFrom;
  private long lastN;

  /**
   * Begins to read.
   *
   * @param in the trace, UTF-8; buffered by the reader; closed by {@link #close}
   * @throws TraceFormatException if the first line is not the header of a trace of this version
   * @throws IOException if reading fails
   */
  public TraceReader(InputStream in) throws IOException {
    parser = parser(in);
    header = readHeader();
  }

  private static JsonParser parser(InputStream in) throws IOException {
    try {
      return JsonFactory.builder().streamReadConstraints(LIMITS).build().createParser(in);
    } catch (CharConversionException e) {
      throw new TraceFormatException(1, "not UTF-8: " + e.getMessage());
    }
  }

  /**
   * The first line.
   *
   * @return the header
   */
  public TraceHeader header() {
    return header;
  }

  /**
   * Reads the next event.
   *
   * @return null at the end of the trace
   * @throws TraceFormatException if the next line is not an event, or out of order
   * @throws IOException if reading fails
   */
  public TraceEvent next() throws IOException {
    if (!beginObject("an event")) {
      return null;
    }
    Fields fields = new Fields(line());
    fields.readAll();
    TraceEvent event = fields.event();
    checkOrder(event);
    return event;
  }

  private void checkOrder(TraceEvent event) throws TraceFormatException {
    boolean forward = event.from() > lastFrom || (event.from() == lastFrom && event.n() > lastN);
    require(forward, event.line(), "the event is out of order; events are sorted by b, then by n");
    if (!header.totalOrder()) {
      checkInterval(event);
    }
    lastFrom = event.from();
    lastN = event.n();
  }

  private void checkInterval(TraceEvent event) throws TraceFormatException {
    require(event.from() <= event.n(), event.line(), "b is greater than n");
    Long before = stampOfThread.put(event.thread(), event.n());
    require(stampOfThread.size() <= MAX_THREADS, event.line(), "too many different threads");
    require(
        before == null || before < event.from(),
        event.line(),
        "the step overlaps the step before it of its own thread");
  }

  private TraceHeader readHeader() throws IOException {
    require(beginObject("the header"), 1, "the file is empty; a trace begins with a header");
    long line = line();
    Map<String, Object> fields = new HashMap<>();
    while (token() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Object value = token() == JsonToken.VALUE_STRING ? text() : number(name);
      require(fields.put(name, value) == null, line, twice(name));
      require(fields.size() <= MAX_HEADER, line, "the header has too many fields");
    }
    Object version = fields.get("netmp");
    require(version != null, line, "not the header of a trace: {\"netmp\":1,...} is expected");
    require(
        version.equals((long) VERSION),
        line,
        "a trace of schema version " + version + "; this netmp reads version " + VERSION);
    return new TraceHeader(
        field(fields, "workload", String.class, line),
        field(fields, "seed", Long.class, line),
        oneOf(fields, "mode", List.of("sim", "real"), line),
        oneOf(fields, "order", List.of("total", "interval"), line).equals("total"),
        positive(fields, "cpus", line));
  }

  private static int positive(Map<String, Object> fields, String name, long line)
      throws TraceFormatException {
    long value = field(fields, name, Long.class, line);
    require(value > 0 && value == (int) value, line, "\"" + name + "\" is out of range");
    return (int) value;
  }

  private static <T> T field(Map<String, Object> fields, String name, Class<T> type, long line)
      throws TraceFormatException {
    Object value = fields.get(name);
    require(
        type.isInstance(value),
        line,
        "the header needs \"" + name + "\", a " + (type == Long.class ? "number" : "string"));
    return type.cast(value);
  }

  private static String oneOf(
      Map<String, Object> fields, String name, List<String> allowed, long line)
      throws TraceFormatException {
    String value = field(fields, name, String.class, line);
    require(allowed.contains(value), line, "\"" + name + "\" is one of " + allowed);
    return value;
  }

  /** The fields of one event. */
  private final class Fields {
    private final long line;
    private int seen;
    private long n = -1;
    private long from = -1;
    private String thread;
    private String object;
    private String action;
    private List<Integer> arguments;

    Fields(long line) {
      this.line = line;
    }

    void readAll() throws IOException {
      while (token() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        int bit = name.length() == 1 ? 1 << FIELDS.indexOf(name) : 0;
        require((seen & bit) == 0, line, twice(name));
        seen |= bit;
        token();
        read(name);
      }
    }

    private void read(String name) throws IOException {
      switch (name) {
        case "n" -> n = number(name);
        case "b" -> from = number(name);
        case "t" -> thread = name(name);
        case "o" -> object = object();
        case "a" -> action = name(name);
        case "x" -> arguments = integers();
        default -> throw new TraceFormatException(line, "an event has no field \"" + name + "\"");
      }
    }

    TraceEvent event() throws TraceFormatException {
      require(n >= 0, line, "the event needs \"n\", a stamp");
      require(
          header.totalOrder() == from < 0,
          line,
          header.totalOrder()
              ? "\"b\" belongs to traces of order \"interval\""
              : "the event needs \"b\", the begin of its interval");
      require(thread != null, line, "the event needs \"t\", a thread");
      require(object != null, line, "the event needs \"o\", an object");
      require(action != null, line, "the event needs \"a\", an action");
      require(arguments != null, line, "the event needs \"x\", an array of arguments");
      return new TraceEvent(
          line, n, header.totalOrder() ? n : from, thread, object, action, arguments);
    }

    private String object() throws IOException {
      String text = name("o");
      if (objects.size() == MAX_RECENT) {
        objects.clear();
      }
      if (objects.add(text) && !OBJECT.matcher(text).matches()) {
        throw new TraceFormatException(line, "\"o\" is not stack/kind/number: " + text);
      }
      return text;
    }

    private List<Integer> integers() throws IOException {
      require(parser.currentToken() == JsonToken.START_ARRAY, line, "\"x\" is an array");
      if (token() == JsonToken.END_ARRAY) {
        return List.of();
      }
      int first = integer();
      if (token() == JsonToken.END_ARRAY) {
        return List.of(first);
      }
      int second = integer();
      return token() == JsonToken.END_ARRAY ? List.of(first, second) : more(first, second);
    }

    private List<Integer> more(int first, int second) throws IOException {
      List<Integer> values = new ArrayList<>(List.of(first, second));
      while (parser.currentToken() != JsonToken.END_ARRAY) {
        values.add(integer());
        require(values.size() <= MAX_ARGUMENTS, line, "more than 16 arguments");
        token();
      }
      return values;
    }

    private int integer() throws IOException {
      long value = number("x");
      require(value == (int) value, line, "an argument is out of the range of 32 bits");
      return (int) value;
    }
  }

  private static String twice(String field) {
    return "\"" + field + "\" is there twice";
  }

  /** Moves to the next object; false at the end of the file. */
  private boolean beginObject(String what) throws IOException {
    JsonToken token = token();
    if (token != null && token != JsonToken.START_OBJECT) {
      throw new TraceFormatException(line(), "a JSON object, " + what + ", is expected");
    }
    return token != null;
  }

  private JsonToken token() throws IOException {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException | CharConversionException e) {
      throw notJson(e);
    }
  }

  private long number(String field) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new TraceFormatException(line(), "\"" + field + "\" is not an integer");
    }
    try {
      return parser.getLongValue();
    } catch (JsonProcessingException e) {
      throw new TraceFormatException(line(), "\"" + field + "\" is out of range");
    }
  }

  /** A string of which there are few different ones. */
  private String name(String field) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new TraceFormatException(line(), "\"" + field + "\" is not a string");
    }
    try {
      return names.get(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    } catch (JsonProcessingException | CharConversionException e) {
      throw notJson(e);
    }
  }

  private String text() throws IOException {
    try {
      return parser.getText();
    } catch (JsonProcessingException | CharConversionException e) {
      throw notJson(e);
    }
  }

  /** Some errors of the parser do not know where they are. */
  private TraceFormatException notJson(IOException e) {
    if (e instanceof JsonProcessingException json) {
      long line = json.getLocation() == null ? line() : json.getLocation().getLineNr();
      return new TraceFormatException(line, "not JSON: " + json.getOriginalMessage());
    }
    return new TraceFormatException(line(), "not UTF-8: " + e.getMessage());
  }

  private long line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private static void require(boolean condition, long line, String message)
      throws TraceFormatException {
    if (!condition) {
      throw new TraceFormatException(line, message);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
