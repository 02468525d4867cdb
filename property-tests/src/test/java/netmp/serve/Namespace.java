package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace of the kernel, for programs that are to speak to the stack. Where there can
 * be none, or a program is not installed, the test is skipped and says why.
 */
final class Namespace implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private final String name;
  private final List<Process> started = new ArrayList<>();

  private Namespace(String name) {
    this.name = name;
  }

  static Namespace make(String name) throws IOException, InterruptedException {
    requireProgram("ip");
    Namespace made = new Namespace(name);
    Process process = process("ip", "netns", "add", name).start();
    String said = read(process);
    if (process.waitFor() != 0) {
      skip("no network namespace can be made: " + said.strip());
    }
    made.run("ip", "link", "set", "lo", "up");
    return made;
  }

  /** Skips the test. */
  static void skip(String reason) {
    System.err.println("skipped: " + reason);
    abort(reason);
  }

  /** Skips the test unless a program is installed. */
  static void requireProgram(String program) {
    boolean found =
        Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!found) {
      skip(program + " is not installed");
    }
  }

  /** Moves an interface here, gives it an address, and turns it on. */
  void take(String link, String address) throws IOException, InterruptedException {
    Process process = process("ip", "link", "set", link, "netns", name).start();
    assertThat(read(process)).isEmpty();
    assertThat(process.waitFor()).isZero();
    run("ip", "address", "add", address, "dev", link);
    run("ip", "link", "set", link, "up");
  }

  /** Runs a program of the namespace to its end, which must be good; what it said. */
  String run(String... command) throws IOException, InterruptedException {
    requireProgram(command[0]);
    Process process = process(inside(command)).start();
    process.getOutputStream().close();
    String said = read(process);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(process.exitValue()).as("%s: %s", String.join(" ", command), said).isZero();
    return said;
  }

  /** Starts a program of the namespace; it ends with the namespace if not before. */
  Process start(Path input, Path output, String... command) throws IOException {
    requireProgram(command[0]);
    Process process =
        process(inside(command))
            .redirectErrorStream(false)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    return process;
  }

  private String[] inside(String... command) {
    List<String> all = new ArrayList<>(List.of("timeout", Integer.toString(PATIENCE_SECONDS)));
    all.addAll(List.of("ip", "netns", "exec", name));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  private static ProcessBuilder process(String... command) {
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    started.forEach(Process::destroy);
    Process process = process("ip", "netns", "delete", name).start();
    assertThat(read(process)).isEmpty(); // it has ended when it says no more
  }
}
