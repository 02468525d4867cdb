package netmp.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser without a window, driven by the DevTools protocol. One thread at a time. */
final class Chromium implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int SECONDS = 30;

  /** Keys that are called otherwise than the text that they make. */
  private static final Map<String, Integer> CODES =
      Map.of(
          "Enter",
          13,
          "Escape",
          27,
          "PageUp",
          33,
          "PageDown",
          34,
          "End",
          35,
          "Home",
          36,
          "ArrowUp",
          38,
          "ArrowDown",
          40);

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final List<String> problems = new ArrayList<>();

  /** Loads that have come to their end: an event may come before the answer to the call. */
  private final Set<String> loaded = new HashSet<>();

  private String session;
  private int lastId;

  private Chromium(Process process) throws IOException {
    this.process = process;
    socket = client.newWebSocketBuilder().buildAsync(address(process), new Receiver()).join();
  }

  /** The program, if it is installed. */
  static Optional<Path> find() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param program {@link #find}
   * @param profile an empty folder
   */
  static Chromium start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // it refuses to run as root otherwise
                "--disable-gpu",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Chromium chromium = new Chromium(process);
    chromium.openTab();
    return chromium;
  }

  /** Where it listens, which it says on its standard error. */
  private static URI address(Process process) throws IOException {
    BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.find()) {
        Thread.ofVirtual().start(() -> log.lines().forEach(rest -> {})); // or its pipe fills
        return URI.create(matcher.group(1));
      }
    }
    throw new IOException("chromium ended before it listened");
  }

  private void openTab() throws IOException {
    String target =
        call("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    call("Page.enable", Map.of());
    call("Page.setLifecycleEventsEnabled", Map.of("enabled", true));
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
  }

  /** Puts the parts of a message together. */
  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        try {
          received.add(JSON.readTree(message.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws IOException {
    int id = ++lastId;
    Map<String, Object> message = new HashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (session != null) {
      message.put("sessionId", session);
    }
    socket.sendText(JSON.writeValueAsString(message), true).join();
    JsonNode answer = await(node -> node.path("id").asInt() == id, method);
    if (answer.has("error")) {
      throw new IOException(method + ": " + answer.get("error"));
    }
    return answer.get("result");
  }

  /**
   * Takes messages until one is wanted; notes loads, and what goes wrong in the page, meanwhile.
   */
  private JsonNode await(Predicate<JsonNode> isWanted, String what) throws IOException {
    try {
      while (true) {
        JsonNode node = received.poll(SECONDS, TimeUnit.SECONDS);
        if (node == null) {
          throw new IOException("chromium does not answer: " + what);
        }
        note(node);
        if (isWanted.test(node)) {
          return node;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void note(JsonNode node) {
    String method = node.path("method").asText();
    if (method.equals("Page.lifecycleEvent") && node.at("/params/name").asText().equals("load")) {
      loaded.add(node.at("/params/loaderId").asText());
    }
    boolean isError =
        method.equals("Runtime.exceptionThrown")
            || (method.equals("Log.entryAdded")
                && node.at("/params/entry/level").asText().equals("error"))
            || (method.equals("Runtime.consoleAPICalled")
                && node.at("/params/type").asText().equals("error"));
    if (isError) {
      problems.add(node.get("params").toString());
    }
  }

  /** What went wrong in pages: exceptions, errors on the console, what was blocked. */
  List<String> problems() {
    return problems;
  }

  /** Loads a page in a window of a size; dark, if that is preferred. */
  void load(Path page, int width, int height, boolean dark) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    prefer(dark);
    String loader =
        call("Page.navigate", Map.of("url", page.toUri().toString())).get("loaderId").asText();
    while (!loaded.contains(loader)) {
      await(node -> true, "load " + page);
    }
  }

  /** Prefers dark colours, or light ones. */
  void prefer(boolean dark) throws IOException {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** The value of an expression; of a promise, when it is kept. */
  JsonNode evaluate(String expression) throws IOException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Presses and releases keys, one after the other: names, or characters. */
  void press(String... keys) throws IOException {
    for (String key : keys) {
      Map<String, Object> event = new HashMap<>();
      event.put("key", key);
      if (CODES.containsKey(key)) {
        event.put("windowsVirtualKeyCode", CODES.get(key));
      } else {
        event.put("text", key);
      }
      event.put("type", "keyDown");
      call("Input.dispatchKeyEvent", event);
      event.remove("text");
      event.put("type", "keyUp");
      call("Input.dispatchKeyEvent", event);
    }
  }

  /** Types a text into what has the focus. */
  void type(String text) throws IOException {
    press(text.split(""));
  }

  /** Takes a picture of what is in the window. */
  void screenshot(Path file) throws IOException {
    String data = call("Page.captureScreenshot", Map.of("format", "png")).get("data").asText();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** Asks it to end, which removes what it has left in folders, and makes sure that it has. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    try {
      session = null;
      call("Browser.close", Map.of());
      process.onExit().get(SECONDS, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("chromium does not end", e);
    } finally {
      all.forEach(ProcessHandle::destroyForcibly);
      client.shutdownNow();
    }
  }
}
