package netmp.benchmark.tap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A network namespace of the kernel, with the programs that run in it. */
final class Namespace implements AutoCloseable {

  private final String name;
  private final List<Process> started = new ArrayList<>();

  Namespace(String name) throws IOException, InterruptedException {
    this.name = name;
    command("ip", "netns", "add", name);
    run("ip", "link", "set", "lo", "up");
  }

  /** Runs a command outside. */
  static String command(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
    return said;
  }

  /** Moves an interface here, gives it an address, and turns it on. */
  void take(String link, String address) throws IOException, InterruptedException {
    command("ip", "link", "set", link, "netns", name);
    run("ip", "address", "add", address, "dev", link);
    run("ip", "link", "set", link, "up");
  }

  /** Has the kernel make checksums and cut segments itself, and not join what comes. */
  void withoutOffloads(String link) throws IOException, InterruptedException {
    run("ethtool", "-K", link, "tx", "off", "tso", "off", "gso", "off", "gro", "off");
  }

  /** Runs a program to its end, which must be good; what it said. */
  String run(String... command) throws IOException, InterruptedException {
    return command(inside(command));
  }

  /** Starts a program, which ends with the namespace. */
  void start(String... command) throws IOException {
    started.add(
        new ProcessBuilder(inside(command))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  private String[] inside(String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  @Override
  public void close() throws IOException {
    for (Process process : started) {
      process.destroy();
    }
    try {
      for (Process process : started) {
        process.waitFor();
      }
      command("ip", "netns", "delete", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
