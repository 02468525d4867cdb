package netmp.serve;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;

/**
 * An HTTP/1.1 client for one resource (GET).
 *
 * @param name of the server, or its address
 * @param port of the server
 * @param host both, as the server shall see them
 * @param target path and query
 */
public record Fetch(String name, int port, String host, String target) {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[0-9] ([0-9]{3})(?: (.*))?");
  private static final int HTTP_PORT = 80;
  private static final int BUFFER = 512 * 1024;
  private static final int BLOCK = 64 * 1024;

  /**
   * How it ended.
   *
   * @param status of HTTP, such as 200
   * @param reason in words of the server's
   * @param bytes of content that came
   */
  public record Outcome(int status, String reason, long bytes) {}

  /**
   * Reads a URL.
   *
   * @param url such as http://10.0.0.1:8000/file
   * @return what to fetch
   * @throws IllegalArgumentException if it is no such URL
   */
  public static Fetch of(String url) {
    URI uri = URI.create(url);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("give a URL as http://10.0.0.1:8000/file");
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
    return new Fetch(uri.getHost(), port, uri.getRawAuthority(), path + query);
  }

  /**
   * Fetches it.
   *
   * @param stack from where
   * @param address of the server
   * @param into receives the content; not closed
   * @return how it ended
   * @throws IOException if the connection fails, or what comes is no HTTP
   */
  public Outcome run(NetStack stack, int address, OutputStream into) throws IOException {
    try (StreamSocket socket = stack.streamSocket()) {
      socket.setOption(SocketOption.SO_RCVBUF, BUFFER);
      socket.connect(address, port);
      String request =
          "GET "
              + target
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nUser-Agent: netmp\r\nAccept: */*\r\nConnection: close\r\n\r\n";
      new SocketOutput(socket).write(request.getBytes(StandardCharsets.ISO_8859_1));
      return read(new BufferedInputStream(new SocketInput(socket), BLOCK), into);
    }
  }

  private static Outcome read(InputStream in, OutputStream into) throws IOException {
    Matcher status = STATUS.matcher(line(in));
    if (!status.matches()) {
      throw new IOException("the server does not answer in HTTP/1");
    }
    long length = -1;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      String value = header.substring(colon + 1).strip();
      switch (header.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        default -> {
          // Other headers say nothing about where the content ends.
        }
      }
    }
    long bytes = chunked ? chunks(in, into) : copy(in, into, length);
    return new Outcome(Integer.parseInt(status.group(1)), status.group(2), bytes);
  }

  /** RFC 9112 section 7.1. */
  private static long chunks(InputStream in, OutputStream into) throws IOException {
    long bytes = 0;
    for (long size = size(line(in)); size > 0; size = size(line(in))) {
      bytes += copy(in, into, size);
      line(in);
    }
    return bytes;
  }

  private static long size(String line) throws IOException {
    int end = line.indexOf(';');
    return number((end < 0 ? line : line.substring(0, end)).strip(), 16);
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("the server says that " + text + " is a length", e);
    }
  }

  /** Copies so many bytes, or all if that is negative. */
  private static long copy(InputStream in, OutputStream into, long length) throws IOException {
    byte[] block = new byte[BLOCK];
    long done = 0;
    while (done != length) {
      int most = length < 0 ? BLOCK : (int) Math.min(BLOCK, length - done);
      int n = in.read(block, 0, most);
      if (n < 0) {
        if (length < 0) {
          return done;
        }
        throw new EOFException("the server ended after " + done + " of " + length + " bytes");
      }
      into.write(block, 0, n);
      done += n;
    }
    return done;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      next = in.read();
    }
    if (next < 0) {
      throw new EOFException("the server ended in its head");
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }
}
