package netmp.serve;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The head of an HTTP/1.1 request (RFC 9112).
 *
 * @param method as it came, such as GET
 * @param path of the target, decoded, beginning with a slash
 * @param version such as HTTP/1.1
 * @param headers by their names in small letters; of a repeated one the values with commas between
 */
record HttpRequest(String method, String path, String version, Map<String, String> headers) {

  private static final int LONGEST_LINE = 8192;
  private static final int MOST_HEADERS = 100;

  /** Reads a head; null if the peer sends no further request. */
  static HttpRequest read(InputStream in) throws IOException {
    String line = line(in);
    if (line != null && line.isEmpty()) {
      line = line(in); // RFC 9112 section 2.2: an empty line before a request is ignored
    }
    if (line == null) {
      return null;
    }
    String[] words = line.split(" ", -1);
    checkLine(words);
    HttpRequest request = new HttpRequest(words[0], path(words[1]), words[2], headers(in));
    if (words[2].equals("HTTP/1.1") && !request.headers.containsKey("host")) {
      throw new HttpError(HttpError.BAD_REQUEST, "HTTP/1.1 demands a Host"); // RFC 9112 section 3.2
    }
    return request;
  }

  private static void checkLine(String[] words) throws HttpError {
    if (words.length != 3) {
      throw new HttpError(HttpError.BAD_REQUEST, "a request line has three words");
    }
    if (!words[2].startsWith("HTTP/1.")) {
      throw new HttpError(HttpError.VERSION_NOT_SUPPORTED, "only HTTP/1.1 is spoken here");
    }
  }

  private static String path(String target) throws HttpError {
    try {
      String path = new URI(target).getPath();
      if (path != null && path.startsWith("/") && path.indexOf('\0') < 0) {
        return path;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new HttpError(HttpError.BAD_REQUEST, "the target is no path");
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); ; line = line(in)) {
      if (line == null) {
        throw new EOFException("the request ends in its head");
      }
      if (line.isEmpty()) {
        return headers;
      }
      add(headers, line);
    }
  }

  private static void add(Map<String, String> headers, String line) throws HttpError {
    int colon = line.indexOf(':');
    if (colon < 1 || line.charAt(colon - 1) == ' ' || line.charAt(0) == ' ') {
      throw new HttpError(HttpError.BAD_REQUEST, "a header is a name, a colon, a value");
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    if (headers.size() > MOST_HEADERS) {
      throw new HttpError(HttpError.HEADERS_TOO_LARGE, "too many headers");
    }
  }

  /** A line without its end; null at the end of file. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw new HttpError(HttpError.HEADERS_TOO_LARGE, "a line is too long");
      }
      next = in.read();
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Whether the peer expects a further response on this connection (RFC 9112 section 9.3). */
  boolean keepsAlive() {
    String connection = header("connection").toLowerCase(Locale.ROOT);
    return version.equals("HTTP/1.0")
        ? connection.contains("keep-alive")
        : !connection.contains("close");
  }

  /** Bytes of content behind the head. */
  long contentLength() throws HttpError {
    if (!header("transfer-encoding").isEmpty()) {
      throw new HttpError(HttpError.LENGTH_REQUIRED, "content must have a Content-Length");
    }
    String length = header("content-length");
    if (!length.isEmpty() && !length.matches("[0-9]{1,18}")) {
      throw new HttpError(HttpError.BAD_REQUEST, "Content-Length is no number");
    }
    return length.isEmpty() ? 0 : Long.parseLong(length);
  }
}
